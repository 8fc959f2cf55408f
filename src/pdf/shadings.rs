//! Gradients as shadings (ISO 32000-1, 8.7.4.5).

use lopdf::{Dictionary, Object, dictionary};

use super::file::PdfFile;
use super::objects::real;
use crate::layout::{Along, Colour, Gradient, Paged};

/// Adds the gradients of drawings, named `S` and their number.
pub(super) fn add(file: &mut PdfFile, paged: &Paged) -> Dictionary {
    let named = paged.gradients.iter().enumerate().map(|(number, gradient)| (format!("S{number}").into_bytes(), file.add(shading(gradient)).into()));
    named.collect()
}

fn shading(gradient: &Gradient) -> Dictionary {
    let (kind, coordinates) = match &gradient.along {
        Along::Line(points) => (2, points.map(real).to_vec()),
        Along::Circles(circles) => (3, circles.map(real).to_vec()),
    };
    dictionary! {
        "ShadingType" => kind, "ColorSpace" => "DeviceRGB", "Coords" => coordinates, "Function" => colours(&gradient.stops),
        "Extend" => vec![true.into(), true.into()],
    }
}

/// The colours by position, from stop to stop; the first and the last extend to the ends.
fn colours(stops: &[(f32, Colour)]) -> Dictionary {
    let (first, last) = (stops.first().map(|stop| (0.0, stop.1)), stops.last().map(|stop| (1.0, stop.1)));
    // Rounded as they will be written, so that bounds of functions differ.
    let rounded = stops.iter().map(|(place, colour)| ((place * 1000.0).round() / 1000.0, *colour));
    let all: Vec<(f32, Colour)> = first.into_iter().chain(rounded).chain(last).collect();
    // One function for each pair of distinct stops.
    let pairs: Vec<&[(f32, Colour)]> = all.windows(2).filter(|pair| pair[1].0 > pair[0].0).collect();
    let domain = || vec![real(0.0), real(1.0)];
    let functions: Vec<Object> = pairs
        .iter()
        .map(|pair| {
            let [from, to] = [pair[0].1, pair[1].1].map(|Colour { r, g, b }| [r, g, b].map(|channel| real(f32::from(channel) / 255.0)).to_vec());
            dictionary! { "FunctionType" => 2, "Domain" => domain(), "N" => 1, "C0" => from, "C1" => to }.into()
        })
        .collect();
    let bounds: Vec<Object> = pairs.iter().skip(1).map(|pair| real(pair[0].0)).collect();
    let encode: Vec<Object> = pairs.iter().flat_map(|_| [real(0.0), real(1.0)]).collect();
    dictionary! { "FunctionType" => 3, "Domain" => domain(), "Functions" => functions, "Bounds" => bounds, "Encode" => encode }
}
