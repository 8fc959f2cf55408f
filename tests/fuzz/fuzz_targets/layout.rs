//! Any text as a chapter's body can be laid out.
#![cfg_attr(fuzzing, no_main)]

#[cfg(fuzzing)]
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| greenpaper_fuzz::layout(bytes));

#[cfg(not(fuzzing))]
fn main() -> std::process::ExitCode {
    greenpaper_fuzz::mutate::run("layout", greenpaper_fuzz::layout)
}
