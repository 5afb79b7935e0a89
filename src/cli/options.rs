//! Options that several commands take.

use std::path::PathBuf;

use clap::Args;
use factum::taxonomy::{Locations, Package};

/// Where taxonomy files are found.
#[derive(Args)]
pub(crate) struct LocationArgs {
    /// Look for taxonomy files in this taxonomy package (can be repeated)
    #[arg(long = "package", value_name = "ZIP")]
    packages: Vec<PathBuf>,

    /// Look for taxonomy files in this folder, laid out by URL: DIR/HOST/PATH (can be repeated;
    /// the folders of FACTUM_TAXONOMY_DIR are looked into behind them)
    #[arg(long = "taxonomy-dir", value_name = "DIR")]
    taxonomy_dirs: Vec<PathBuf>,
}

impl LocationArgs {
    /// The places to look, those of the environment included.
    ///
    /// # Errors
    /// When a package can't be opened.
    pub(crate) fn locations(&self) -> anyhow::Result<Locations> {
        let packages = self.packages.iter().map(|path| Package::open(path)).collect::<Result<_, _>>()?;
        let from_environment = std::env::var_os("FACTUM_TAXONOMY_DIR");
        let more = from_environment.iter().flat_map(std::env::split_paths).filter(|path| !path.as_os_str().is_empty());
        Ok(Locations { packages, directories: self.taxonomy_dirs.iter().cloned().chain(more).collect() })
    }
}
