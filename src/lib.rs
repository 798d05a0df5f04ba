//! Dateline turns a folder of Markdown briefing entries into a static news briefing.
//!
//! ```text
//!  files ─load→ Sources ─parse→ Documents ─collate→ Site ─plan→ Plan ─render→ Files ─write→ output/
//!         IO             pure               pure          pure        pure           IO
//! ```
//!
//! Each arrow is one function on immutable values; the modules below stand in the order in which data flows.
//! IO happens in [`load`], [`morgue`], [`theme`] and [`mod@write`] alone; everything between runs from memory. [`build`] runs the
//! stages, [`serve`] shows them in a browser, [`publish`] puts them online and [`cli`] is the only module that prints.

pub mod problem;

pub mod address;
pub mod charset;
pub mod date;
pub mod language;
pub mod media_type;
pub mod slug;
pub mod verbatim;
pub mod yaml;

pub mod html;

pub mod clip;

pub mod report;

pub mod web;

pub mod photo;

pub mod config;

pub mod load;
pub mod morgue;
pub mod parse;
pub mod theme;

pub mod collate;
pub mod darkroom;
pub mod search;
pub mod view;

pub mod plan;

pub mod desk;

pub mod render;

pub mod inspect;
pub mod write;

pub mod rot;

pub mod build;
pub mod clipper;
pub mod publish;
pub mod serve;

pub mod cli;
