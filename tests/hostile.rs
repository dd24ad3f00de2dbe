//! Attacks by a stranger's dossier, one trial for each script in `tests/hostile/`.
//!
//! A script `tests/hostile/<area>-<sentence-name>` says in its second line what it attacks (`# attack: ...`), tries it,
//! and exits with 0 if the attack failed. It starts in a new folder with two folders in it: `dossier/`, the invented
//! dossier, and `outside/`, files that are none of the dossier's business, which is also `HOME`. `sourcier` is on `PATH`.
//! `. "$HOSTILE/lib.sh"` defines what most scripts need. After the script, `outside/` must be as it was, and the output
//! must not contain the secret of `outside/secret.txt`, nor its hash.
//!
//! `cargo test --test hostile files-` runs the scripts whose names contain a text.

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

use libtest_mimic::{Arguments, Failed, Trial};
use sha2::{Digest, Sha256};

use crate::support::{invented_dossier, root};

/// The only line of `outside/secret.txt`.
const SECRET: &str = "the-secret-of-this-home";

/// The areas, with which the names of the scripts start.
const AREAS: [&str; 5] = ["files", "queries", "network", "output", "growth"];

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let scripts = scripts();
    assert!(!scripts.is_empty(), "there are no scripts");
    let trials = scripts.into_iter().map(trial).collect();
    libtest_mimic::run(&arguments, trials).exit_code()
}

/// The scripts, by name.
fn scripts() -> Vec<PathBuf> {
    let entries = fs::read_dir(root().join("tests/hostile")).unwrap();
    let mut found: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    found.retain(|path| path.file_name().is_some_and(|name| name != "lib.sh"));
    found.sort();
    found
}

fn trial(script: PathBuf) -> Trial {
    let name = script.file_name().unwrap().to_str().unwrap().to_owned();
    Trial::test(name.clone(), move || judge(&script, &name))
}

/// Runs a script and looks at its exit code, its output, and what is outside the dossier.
fn judge(script: &Path, name: &str) -> Result<(), Failed> {
    let text = fs::read_to_string(script)?;
    let says = text.lines().nth(1).is_some_and(|line| line.starts_with("# attack: "));
    let executable = fs::metadata(script)?.permissions().mode() & 0o111 != 0;
    if !says || !executable || !AREAS.iter().any(|area| name.starts_with(&format!("{area}-"))) {
        return Err(
            "a script is executable, is named `<area>-<sentence-name>`, and has `# attack: ...` as its second \
                    line"
                .into(),
        );
    }
    let (folder, temporary) = (tempfile::tempdir()?, tempfile::tempdir()?);
    let outside = folder.path().join("outside");
    invented_dossier(&folder.path().join("dossier"));
    lay_out(&outside);
    let before = snapshot(&outside);
    let output = Command::new(script)
        .current_dir(folder.path())
        .env("HOSTILE", root().join("tests/hostile"))
        .env("HOME", &outside)
        .env("TMPDIR", temporary.path())
        .env("PATH", path())
        .env_remove("SOURCIER_TEXTS")
        .env("SOURCIER_CACHE", "")
        .env_remove("COLUMNS")
        .stdin(Stdio::null())
        .output()?;
    let said = format!("{}{}", text_of(&output.stdout), text_of(&output.stderr));
    if !output.status.success() {
        return Err(format!("{}\n{said}", output.status).into());
    }
    let after = snapshot(&outside);
    if before != after {
        let changed = before.keys().chain(after.keys());
        let changed: Vec<_> = changed.filter(|name| before.get(*name) != after.get(*name)).collect();
        return Err(format!("changed outside the dossier: {changed:?}\n{said}").into());
    }
    let hash = Sha256::digest(format!("{SECRET}\n"))
        .into_iter()
        .map(|byte| format!("{byte:02x}"));
    if said.contains(SECRET) || said.contains(&hash.collect::<String>()) {
        return Err(format!("the output contains the secret\n{said}").into());
    }
    Ok(())
}

fn text_of(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// The search path, with the folder of the program first.
fn path() -> std::ffi::OsString {
    let program = Path::new(env!("CARGO_BIN_EXE_sourcier")).parent().unwrap().to_owned();
    let rest = std::env::var_os("PATH").unwrap_or_default();
    std::env::join_paths(std::iter::once(program).chain(std::env::split_paths(&rest))).unwrap()
}

/// Creates the files outside the dossier.
fn lay_out(outside: &Path) {
    let files = [
        ("secret.txt", format!("{SECRET}\n")),
        (".bashrc", "echo the start-up file\n".to_owned()),
        (".ssh/id_ed25519", format!("{SECRET}\n")),
        ("papers/article.txt", "Une lettre.\n".to_owned()),
        ("papers/table.csv", format!("id,label\n1,{SECRET}\n")),
        (
            "papers/terms.ttl",
            format!("<https://example.org/a> <https://example.org/b> \"{SECRET}\" .\n"),
        ),
        ("empty", String::new()),
    ];
    for (name, text) in files {
        let path = outside.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    fs::create_dir(outside.join("nothing")).unwrap();
    fs::set_permissions(outside.join(".ssh/id_ed25519"), fs::Permissions::from_mode(0o600)).unwrap();
}

/// What a tree has at each path: mode with type, size, modification time of files, and bytes or target.
fn snapshot(folder: &Path) -> BTreeMap<PathBuf, (u32, u64, i64, i64, Vec<u8>)> {
    let mut found = BTreeMap::new();
    let mut open = vec![folder.to_owned()];
    while let Some(path) = open.pop() {
        let metadata = fs::symlink_metadata(&path).unwrap();
        let kind = metadata.file_type();
        let (mut bytes, mut time) = (Vec::new(), (0, 0));
        if kind.is_dir() {
            open.extend(fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
        } else if kind.is_symlink() {
            bytes = fs::read_link(&path).unwrap().into_os_string().into_encoded_bytes();
        } else if kind.is_file() {
            bytes = fs::read(&path).unwrap();
            time = (metadata.mtime(), metadata.mtime_nsec());
        }
        let size = bytes.len() as u64;
        found.insert(path, (metadata.mode(), size, time.0, time.1, bytes));
    }
    found
}
