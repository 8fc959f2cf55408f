//! Any bytes as a Word document, or as a part of one, become a strategy, or diagnostics.
#![cfg_attr(fuzzing, no_main)]

#[cfg(fuzzing)]
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| greenpaper_fuzz::imports(bytes));

#[cfg(not(fuzzing))]
fn main() -> std::process::ExitCode {
    greenpaper_fuzz::mutate::run("import", greenpaper_fuzz::imports)
}
