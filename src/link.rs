//! Run by cargo before it builds: how the program is linked.

#![allow(clippy::print_stdout, reason = "cargo reads what is printed")]

fn main() {
    println!("cargo::rerun-if-changed=src/link.rs");
    let is = |name: &str, value: &str| std::env::var(format!("CARGO_CFG_TARGET_{name}")).is_ok_and(|target| target == value);
    // A table of minify-html holds 9 MB of addresses. A program that may be loaded anywhere has to copy and correct all of
    // it at each start, which takes longer than to build a small strategy; with fixed addresses nothing is corrected.
    // Stack, heap and libraries are placed at random as ever.
    if is("OS", "linux") && is("ENV", "gnu") {
        println!("cargo::rustc-link-arg-bins=-no-pie");
    }
}
