//! Files in and out: clear errors, and whole files or none.

use std::fs;
use std::io::{Read, Write as _};
use std::path::Path;

use anyhow::{Context as _, bail};
use factum::model::place::MAX_TEXT;

/// What stands for standard input where a file is expected.
pub(crate) const STANDARD_INPUT: &str = "-";

/// Reads a file, or standard input.
pub(crate) fn read_bytes(path: &Path) -> anyhow::Result<Vec<u8>> {
    if path == Path::new(STANDARD_INPUT) {
        return read_limited(std::io::stdin().lock()).context("standard input can't be read");
    }
    let shown = path.display();
    let file = fs::File::open(path).with_context(|| format!("{shown} can't be read"))?;
    if file.metadata().with_context(|| format!("{shown} can't be read"))?.is_dir() {
        bail!("{shown} is a folder; a file was expected");
    }
    read_limited(file).with_context(|| format!("{shown} can't be read"))
}

fn read_limited(from: impl Read) -> anyhow::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    from.take(MAX_TEXT as u64 + 1).read_to_end(&mut bytes)?;
    if bytes.len() > MAX_TEXT {
        bail!("it is larger than {MAX_TEXT} bytes");
    }
    Ok(bytes)
}

/// Reads a text file, or a text from standard input.
pub(crate) fn read_text(path: &Path) -> anyhow::Result<String> {
    String::from_utf8(read_bytes(path)?).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let line = error.as_bytes()[..at].iter().filter(|byte| **byte == b'\n').count() + 1;
        anyhow::anyhow!("{}:{line}: not UTF-8 from byte {at} on; save the file as UTF-8", path.display())
    })
}

/// Writes files into a folder: all of them, or none.
///
/// They are written beside the folder first and then renamed into it, so that what was there before
/// stays whole when a disk is full or a name can't be written.
pub(crate) fn write_folder(folder: &Path, files: &[(String, String)]) -> anyhow::Result<()> {
    let shown = folder.display();
    let existed = folder.exists();
    if existed && !folder.is_dir() {
        bail!("{shown} is a file; a folder was expected");
    }
    fs::create_dir_all(folder).with_context(|| format!("the folder {shown} can't be made"))?;
    let written = stage(folder, files).with_context(|| format!("{shown} can't be written to"));
    if written.is_err() && !existed {
        // Only if it is still empty: nothing of ours is in it.
        let _ = fs::remove_dir(folder);
    }
    written
}

fn stage(folder: &Path, files: &[(String, String)]) -> anyhow::Result<()> {
    let stage = tempfile::Builder::new().prefix(UNFINISHED).tempdir_in(folder)?;
    for (name, text) in files {
        fs::write(stage.path().join(name), text).with_context(|| name.clone())?;
    }
    for (name, _) in files {
        let target = folder.join(name);
        if target.is_dir() {
            bail!("{name} is a folder there");
        }
    }
    for (name, _) in files {
        fs::rename(stage.path().join(name), folder.join(name)).with_context(|| name.clone())?;
    }
    stage.close()?;
    Ok(())
}

/// Writes a file: whole, or not at all.
pub(crate) fn write_file(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    write_file_with(path, |file| file.write_all(bytes).with_context(|| unwritten(path)))
}

/// Has a file written bit by bit: whole, or not at all.
pub(crate) fn write_file_with(
    path: &Path,
    write: impl FnOnce(&mut fs::File) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    if path.is_dir() {
        bail!("{} is a folder; a file was expected", path.display());
    }
    let folder = match path.parent() {
        Some(parent) if parent != Path::new("") => parent,
        _ => Path::new("."),
    };
    let mut file = new_file(folder).with_context(|| unwritten(path))?;
    write(file.as_file_mut())?;
    file.persist(path).with_context(|| unwritten(path))?;
    Ok(())
}

fn unwritten(path: &Path) -> String {
    format!("{} can't be written", path.display())
}

/// How the names of files begin that aren't written to their end.
pub(crate) const UNFINISHED: &str = ".factum-";

/// A file that nobody knows yet. Those may read it later who may read any new file, not its writer alone.
fn new_file(folder: &Path) -> std::io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(UNFINISHED);
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.tempfile_in(folder)
}
