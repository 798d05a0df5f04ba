//! Runs the command line and ends with its exit code.

use std::process::ExitCode;

use clap::Parser as _;
use dateline::cli::{Args, run};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    run(Args::parse()).into()
}
