//! Data sets of `factum facts --format parquet`: whole at every moment, whatever a run dies of.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use parquet::file::reader::{FileReader as _, SerializedFileReader};
use tempfile::TempDir;

/// Copies of the fixture's filing, each of which tells another amount, with the taxonomy beside them. Every context
/// has an entity of its own, which makes for many partitions.
struct Filings {
    folder: TempDir,
    files: Vec<String>,
}

const GOLDEN: &str = "fixtures/iij-fy2003-q4/golden";
const NAME: &str = "iiji-20040331";

/// The identifier of every context's entity.
const ENTITY: &str = "IIJIE";

/// Facts of a copy.
const FACTS: i64 = 636;

impl Filings {
    fn new(count: usize) -> Filings {
        let folder = tempfile::tempdir().expect("a folder");
        let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join(GOLDEN);
        for part in [".xsd", "_lab.xml", "_pre.xml", "_cal.xml", "_def.xml"] {
            let file = format!("{NAME}{part}");
            fs::copy(golden.join(&file), folder.path().join(&file)).expect("a copy");
        }
        let text = fs::read_to_string(golden.join(format!("{NAME}.xml"))).expect("the filing");
        let (head, contexts) = text.split_once(ENTITY).expect("a context");
        let contexts = (1..).zip(contexts.split(ENTITY)).map(|(number, rest)| format!("{ENTITY}{number}{rest}"));
        let text = format!("{head}{}", contexts.collect::<String>());
        let files = (0..count).map(|number| format!("filing-{number}.xml")).collect::<Vec<_>>();
        for (number, file) in files.iter().enumerate() {
            fs::write(folder.path().join(file), text.replace("3100000000", &format!("31{number:08}"))).expect("a copy");
        }
        Filings { folder, files }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Begins a run that writes filings into a data set.
    fn begin(&self, files: &[String], data: &str, options: &[&str]) -> Child {
        let mut command = Command::new(env!("CARGO_BIN_EXE_factum"));
        command.args(["facts", "--format", "parquet", "--out", data]).args(options).args(files);
        command.env_remove("FACTUM_TAXONOMY_DIR").current_dir(self.folder.path());
        command.stdin(Stdio::null()).stderr(Stdio::piped()).spawn().expect("the program runs")
    }

    /// Runs to the end; the status, and what was told.
    fn run(&self, files: &[String], data: &str, options: &[&str]) -> (Option<i32>, String) {
        let output = self.begin(files, data, options).wait_with_output().expect("it ends");
        (output.status.code(), String::from_utf8(output.stderr).expect("UTF-8"))
    }
}

type Tree = BTreeMap<String, Vec<u8>>;

/// The files of a folder, with their contents.
fn tree(folder: &Path) -> Tree {
    let mut files = BTreeMap::new();
    walk(folder, folder, &mut |name, path| {
        // What is moved away while it is looked at is found in its new place, next time.
        if let Ok(bytes) = fs::read(path) {
            files.insert(name, bytes);
        }
    });
    files
}

fn walk(root: &Path, folder: &Path, found: &mut impl FnMut(String, &Path)) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for path in entries.filter_map(Result::ok).map(|entry| entry.path()) {
        if path.is_dir() {
            walk(root, &path, found);
        } else {
            found(path.strip_prefix(root).expect("below").to_string_lossy().replace('\\', "/"), &path);
        }
    }
}

/// The files that engines read: of the kind, and in no folder that they pass over.
fn published(tree: &Tree) -> impl Iterator<Item = (&String, &Vec<u8>)> {
    let hidden = |name: &str| name.split('/').any(|part| part.starts_with(['_', '.']));
    tree.iter().filter(move |(name, _)| name.ends_with(".parquet") && !hidden(name))
}

/// The rows of a data set, as an engine counts them.
fn rows(data: &Path) -> i64 {
    let files = tree(data);
    let rows = published(&files).map(|(name, _)| {
        let reader = SerializedFileReader::new(fs::File::open(data.join(name)).expect("a file")).expect("Parquet");
        reader.metadata().file_metadata().num_rows()
    });
    rows.sum()
}

/// Moments at which a run is killed.
const MOMENTS: usize = 10;

const OPTIONS: [&str; 4] = ["--partition-by", "entity,period-year", "--rows-per-file", "1000"];

/// Kills a run as soon as that is true, or lets it end.
fn kill_when(mut run: Child, mut due: impl FnMut() -> bool) {
    while run.try_wait().expect("a process").is_none() {
        if due() {
            run.kill().expect("a process of ours");
            break;
        }
        std::thread::sleep(Duration::from_micros(50));
    }
    run.wait().expect("it ends");
}

/// Kills runs into one data set, each at another moment, and looks at what engines would see after each; the run
/// after that is left alone, and what comes of it has to be what comes of one that nobody disturbs.
fn kills_leave_no_trace(kill: impl Fn(Child, &Path, &Tree, usize)) {
    let filings = Filings::new(5);
    assert_eq!(filings.run(&filings.files, "undisturbed", &OPTIONS).0, Some(0));
    let undisturbed = tree(&filings.path("undisturbed"));
    assert_eq!(rows(&filings.path("undisturbed")), FACTS * 5);
    for moment in 0..MOMENTS {
        let data = filings.path("killed");
        kill(filings.begin(&filings.files, "killed", &OPTIONS), &data, &undisturbed, moment);
        let left = tree(&data);
        for (name, bytes) in published(&left) {
            assert!(undisturbed.get(name) == Some(bytes), "{name} is not what it will be, after kill {moment}");
        }
        // Half of them are killed once more, to see that what is left by two runs is mended too.
        if moment % 2 == 1 {
            kill(filings.begin(&filings.files, "killed", &OPTIONS), &data, &undisturbed, moment - 1);
        }
        let (status, told) = filings.run(&filings.files, "killed", &OPTIONS);
        assert_eq!(status, Some(0), "{told}");
        let mended = tree(&data);
        assert_eq!(mended.keys().collect::<Vec<_>>(), undisturbed.keys().collect::<Vec<_>>(), "kill {moment}");
        assert!(mended == undisturbed, "other bytes after kill {moment}");
        fs::remove_dir_all(&data).expect("it can be removed");
    }
}

#[test]
fn a_run_that_is_killed_at_any_moment_goes_on_where_it_stopped() {
    // The whole time of a run, divided evenly.
    let filings = Filings::new(5);
    let begun = Instant::now();
    filings.run(&filings.files, "timed", &OPTIONS);
    let step = begun.elapsed() / MOMENTS as u32;
    kills_leave_no_trace(|run, _, _, moment| {
        let until = Instant::now() + step * moment as u32;
        kill_when(run, || Instant::now() >= until);
    });
}

#[test]
fn a_run_that_is_killed_as_a_file_appears_goes_on_where_it_stopped() {
    kills_leave_no_trace(|run, data, undisturbed, moment| {
        // The records of batches, behind which their files are being moved, and some of the files.
        let (records, files): (Vec<_>, Vec<_>) = undisturbed.keys().partition(|name| name.starts_with("_factum/"));
        let of = if moment % 2 == 0 { &records } else { &files };
        let awaited = data.join(of[(of.len() - 1) * moment / MOMENTS]);
        kill_when(run, || awaited.exists());
    });
}

#[test]
fn a_data_set_grows_and_doubles_nothing() {
    let filings = Filings::new(5);
    let (some, all) = (&filings.files[1..3], &filings.files);
    assert_eq!(
        filings.run(some, "data", &OPTIONS),
        (Some(0), "written   1272 facts of 2 filings into data\n".to_owned())
    );
    let before = tree(&filings.path("data"));
    let told = "written   1908 facts of 3 filings into data; 2 were there\n".to_owned();
    assert_eq!(filings.run(all, "data", &OPTIONS), (Some(0), told));
    let after = tree(&filings.path("data"));
    assert!(published(&before).all(|(name, bytes)| after.get(name) == Some(bytes)), "what was there has changed");
    assert_eq!(rows(&filings.path("data")), FACTS * 5);
    // The same files under other names, and one that is named twice.
    let again = [filings.path(&all[0]).display().to_string(), format!("./{}", all[1]), all[2].clone(), all[2].clone()];
    let told = "written   0 facts of 0 filings into data; 4 were there\n".to_owned();
    assert_eq!(filings.run(&again, "data", &OPTIONS), (Some(0), told));
    assert!(tree(&filings.path("data")) == after, "it has changed");
    let twice = [all[0].clone(), all[0].clone(), all[1].clone()];
    let told = "written   1272 facts of 2 filings into other; 1 were there\n".to_owned();
    assert_eq!(filings.run(&twice, "other", &[]), (Some(0), told));
    assert_eq!(rows(&filings.path("other")), FACTS * 2);
}

#[test]
fn threads_make_no_difference() {
    let filings = Filings::new(5);
    for (data, threads) in [("one", "1"), ("four", "4")] {
        assert_eq!(filings.run(&filings.files, data, &[&OPTIONS[..], &["--threads", threads]].concat()).0, Some(0));
    }
    assert!(tree(&filings.path("one")) == tree(&filings.path("four")), "the bytes differ");
}

#[test]
fn a_large_filing_is_written_in_several_files() {
    let filings = Filings::new(2);
    assert_eq!(filings.run(&filings.files, "data", &["--rows-per-file", "100"]).0, Some(0));
    let files = tree(&filings.path("data"));
    assert_eq!(published(&files).count(), 8);
    assert_eq!(rows(&filings.path("data")), FACTS * 2);
}

#[test]
fn what_cannot_be_read_is_told_and_the_others_are_written() {
    let filings = Filings::new(2);
    fs::write(filings.path("damaged.xml"), "<xbrl xmlns='http://www.xbrl.org/2003/instance'>\n <a>").expect("a file");
    let files = ["absent.xml".to_owned(), filings.files[0].clone(), "damaged.xml".to_owned(), filings.files[1].clone()];
    let (status, told) = filings.run(&files, "data", &OPTIONS);
    assert_eq!(status, Some(2));
    insta::assert_snapshot!(told);
    assert_eq!(rows(&filings.path("data")), FACTS * 2);
    // Mended, it is written by the next run.
    fs::copy(filings.path(&filings.files[0]), filings.path("absent.xml")).expect("a copy");
    let text = fs::read_to_string(filings.path(&filings.files[0])).expect("a text");
    fs::write(filings.path("damaged.xml"), text.replace("31000", "32000")).expect("a file");
    let told = "written   636 facts of 1 filings into data; 3 were there\n".to_owned();
    assert_eq!(filings.run(&files, "data", &OPTIONS), (Some(0), told));
    assert_eq!(rows(&filings.path("data")), FACTS * 3);
}

#[test]
fn what_does_not_fit_together_is_refused() {
    let filings = Filings::new(2);
    let one = &filings.files[..1];
    assert_eq!(filings.run(one, "data", &OPTIONS).0, Some(0));
    let before = tree(&filings.path("data"));
    let mut said = String::new();
    let mut refused = |(status, told): (Option<i32>, String)| {
        assert_eq!(status, Some(2));
        said += &told;
    };
    refused(filings.run(one, "data", &["--partition-by", "entity"]));
    refused(filings.run(one, "data", &[&OPTIONS[..], &["--lang", "ja"]].concat()));
    fs::copy(filings.path(&filings.files[1]), filings.path(&filings.files[0])).expect("a copy");
    refused(filings.run(one, "data", &OPTIONS));
    refused(filings.run(one, ".", &OPTIONS));
    refused(filings.run(one, "facts.parquet", &OPTIONS));
    let lock = fs::File::open(filings.path("data/_factum/lock")).expect("a lock");
    lock.lock().expect("nobody has it");
    refused(filings.run(one, "data", &OPTIONS));
    assert!(tree(&filings.path("data")) == before, "it has changed");
    insta::assert_snapshot!(said);
}
