//! Any bytes as a theme.yaml end in diagnostics.
#![cfg_attr(fuzzing, no_main)]

#[cfg(fuzzing)]
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| greenpaper_fuzz::theme(bytes));

#[cfg(not(fuzzing))]
fn main() -> std::process::ExitCode {
    greenpaper_fuzz::mutate::run("theme", greenpaper_fuzz::theme)
}
