//! Terms are found where a search without any cleverness finds them.
#![cfg_attr(fuzzing, no_main)]

#[cfg(fuzzing)]
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| greenpaper_fuzz::matcher(bytes));

#[cfg(not(fuzzing))]
fn main() -> std::process::ExitCode {
    greenpaper_fuzz::mutate::run("matcher", greenpaper_fuzz::matcher)
}
