//! The program from outside: small sites, built by the real binary, a module for each feature.

mod site_test;

mod all_at_once;
mod canary;
mod changes;
mod collisions;
mod commands;
mod determinism;
mod entries;
mod feed_formats;
mod feeds;
mod links;
mod lists;
mod problems;
mod quotations;
mod robustness;
mod safety;
mod statuses;
mod themes;
