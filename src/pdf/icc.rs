//! An sRGB colour profile, built from its definition (IEC 61966-2-1, ICC.1:2004).

/// A matrix profile: primaries, white point and one curve.
pub(super) fn srgb() -> Vec<u8> {
    let text = |words: &str| {
        // multiLocalizedUnicodeType with one record, en-US.
        let units: Vec<u8> = words.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let mut tag = b"mluc\0\0\0\0\0\0\0\x01\0\0\0\x0cenUS".to_vec();
        tag.extend((units.len() as u32).to_be_bytes());
        tag.extend(28u32.to_be_bytes());
        tag.extend(units);
        tag
    };
    let fixed = |number: f64| ((number * 65536.0).round() as i32).to_be_bytes();
    let xyz = |x: f64, y: f64, z: f64| {
        let mut tag = b"XYZ \0\0\0\0".to_vec();
        [x, y, z].into_iter().for_each(|number| tag.extend(fixed(number)));
        tag
    };
    // parametricCurveType 3: (aX + b)^g from d on, cX below.
    let mut curve = b"para\0\0\0\0\0\x03\0\0".to_vec();
    for number in [2.4, 1.0 / 1.055, 0.055 / 1.055, 1.0 / 12.92, 0.04045] {
        curve.extend(fixed(number));
    }
    // Primaries and white adapted to D50 by the Bradford transform.
    let tags: [(&[u8; 4], Vec<u8>); 10] = [
        (b"desc", text("sRGB IEC61966-2.1")),
        (b"cprt", text("No copyright, use freely")),
        (b"wtpt", xyz(0.9642, 1.0, 0.8249)),
        (b"chad", {
            let mut tag = b"sf32\0\0\0\0".to_vec();
            for number in [1.047_88, 0.022_92, -0.050_19, 0.029_59, 0.990_47, -0.017_06, -0.009_23, 0.015_07, 0.751_68] {
                tag.extend(fixed(number));
            }
            tag
        }),
        (b"rXYZ", xyz(0.436_07, 0.222_49, 0.013_92)),
        (b"gXYZ", xyz(0.385_15, 0.716_87, 0.097_08)),
        (b"bXYZ", xyz(0.143_07, 0.060_61, 0.714_10)),
        (b"rTRC", curve.clone()),
        (b"gTRC", curve.clone()),
        (b"bTRC", curve),
    ];
    let mut table = (tags.len() as u32).to_be_bytes().to_vec();
    let mut data = Vec::new();
    let start = 128 + 4 + tags.len() * 12;
    for (name, tag) in &tags {
        table.extend_from_slice(*name);
        table.extend(((start + data.len()) as u32).to_be_bytes());
        table.extend((tag.len() as u32).to_be_bytes());
        data.extend_from_slice(tag);
        data.resize(data.len().next_multiple_of(4), 0);
    }
    let mut profile = Vec::with_capacity(start + data.len());
    profile.extend(((start + data.len()) as u32).to_be_bytes());
    profile.extend(b"\0\0\0\0\x04\x20\0\0mntrRGB XYZ ");
    // Made on 1 January 2000; a profile has to have a date.
    for part in [2000u16, 1, 1, 0, 0, 0] {
        profile.extend(part.to_be_bytes());
    }
    profile.extend(b"acsp");
    profile.resize(68, 0);
    profile.extend(fixed(0.9642));
    profile.extend(fixed(1.0));
    profile.extend(fixed(0.8249));
    profile.resize(128, 0);
    profile.extend(table);
    profile.extend(data);
    profile
}
