//! Any text as a chapter's body becomes pages, or diagnostics.
#![cfg_attr(fuzzing, no_main)]

#[cfg(fuzzing)]
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| greenpaper_fuzz::html(bytes));

#[cfg(not(fuzzing))]
fn main() -> std::process::ExitCode {
    greenpaper_fuzz::mutate::run("html", greenpaper_fuzz::html)
}
