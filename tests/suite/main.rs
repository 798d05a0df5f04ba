//! The program from outside: small sites, built by the real binary, a module for each feature.

#[allow(dead_code, reason = "the tests of the client misbehave in more ways")]
#[path = "../web/loopback.rs"]
mod loopback;
#[path = "../shared/photo_of_words.rs"]
mod photo_of_words;
mod site_test;

mod all_at_once;
mod broken_photos;
mod calendar;
mod canary;
mod changes;
mod clip;
mod collisions;
mod commands;
mod desk;
mod desk_guide;
mod determinism;
mod edition_feeds;
mod editions;
mod email;
mod entries;
mod false_alarms;
mod feed_formats;
mod feeds;
mod front;
mod leaks;
mod limits;
mod linked_data;
mod links;
mod lists;
mod maps;
mod people;
mod photo_kinds;
mod photos;
mod problems;
mod questions;
mod quotations;
mod robustness;
mod safety;
mod search;
mod settings;
mod statuses;
mod theme_commands;
mod themes;
mod told;
mod wire;
