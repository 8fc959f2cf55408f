//! x
use greenpaper::*;
use std::path::Path;
fn main() {
    let a: Vec<String> = std::env::args().collect();
    let load = |p: &str| {
        let project = read::FsProject::open(Path::new(p)).unwrap();
        let (s, _) = read::read(&project).unwrap();
        let (d, f) = parse::parse(&s);
        eprintln!("{p}: {} faults", f.len());
        (d, s.map)
    };
    let (mut old, om) = load(&a[1]);
    let (mut new, nm) = load(&a[2]);
    history::identify(&mut old, None);
    let id = history::Identity::of(&old, &om, None);
    history::identify(&mut new, Some((&old, &id)));
    let t = std::time::Instant::now();
    let doc = compare::compare((&old, &om), (&new, &nm));
    eprintln!("compare {:?}", t.elapsed());
    let from = old.settings.current().clone();
    let to = new.settings.current().clone();
    let c = [html::Comparison { document: doc, from, to }];
    let (document, _) = resolve::resolve(new, &nm);
    let mut map = SourceMap::default();
    let (theme, _) = theme::load(None, "", &document.settings.language, &mut map);
    let site = html::Site::new(&document, &theme, html::Others { comparisons: &c, ..Default::default() }).unwrap();
    let out = a[3].clone();
    let emit = |f: html::File| {
        let p = Path::new(&out).join(&f.path);
        std::fs::create_dir_all(p.parent().unwrap()).unwrap();
        std::fs::write(p, &f.bytes).unwrap();
    };
    site.pages(&emit).unwrap();
    site.last_pages(&[], &emit).unwrap();
}
