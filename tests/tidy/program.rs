//! The source of the program as a tree of parsed modules, with path resolution.
//!
//! The library and the command line share one namespace: `view`, `cli::export`. The names of a crate under `crates/`
//! begin with its folder: `crates/csvw/src/block.rs` is `csvw::block`, whatever the name of its package.

use std::collections::{BTreeMap, BTreeSet};

use super::reading::{Block, Names, Reading};

/// The maximum number of imports to follow before a path counts as unresolved.
const MOST_STEPS: usize = 16;

/// All files of the program, parsed.
#[derive(Default)]
pub struct Program {
    /// The modules by path, without test code.
    pub modules: BTreeMap<Names, Module>,
    /// Files that no `mod` declares, so that nothing compiles them.
    pub strays: Vec<String>,
    /// The folder name of each crate, by its name in `use`. The program itself has none.
    crates: BTreeMap<String, Names>,
}

/// A module: a file, or a block `mod name { .. }` of one.
pub struct Module {
    /// The file.
    pub file: String,
    /// The path of the module that is the whole file.
    pub home: Names,
    /// The number of lines without test code.
    pub lines: usize,
    /// Its contents.
    pub block: Block,
    /// The root of its crate.
    root: Names,
    children: BTreeSet<String>,
}

/// A file to read.
struct Place {
    file: String,
    path: Names,
    root: Names,
    is_test: bool,
}

impl Program {
    /// Parses files, given by their paths in the repository: `src/**`, `crates/*/src/**`, `crates/*/Cargo.toml`.
    pub fn parse(files: &BTreeMap<String, String>) -> Self {
        let mut program = Self::default();
        program.crates.insert("sourcier".to_owned(), Vec::new());
        let mut open = roots("src", &[]);
        for (manifest, text) in files {
            if let Some(folder) = manifest.strip_suffix("/Cargo.toml") {
                let root = vec![folder.trim_start_matches("crates/").to_owned()];
                let manifest: toml::Table = text.parse().unwrap();
                let name = manifest.get("lib").and_then(|lib| lib.get("name"));
                let name = name.unwrap_or(&manifest["package"]["name"]).as_str().unwrap();
                open.extend(roots(&format!("{folder}/src"), &root));
                program.crates.insert(name.replace('-', "_"), root);
            }
        }
        let mut seen = BTreeSet::new();
        while let Some(place) = open.pop() {
            if let Some(text) = files.get(&place.file) {
                assert!(seen.insert(place.file.clone()), "{} is two modules", place.file);
                open.extend(program.read(place, text, files));
            }
        }
        let sources = files
            .keys()
            .filter(|name| name.ends_with(".rs") && !seen.contains(*name));
        program.strays = sources.cloned().collect();
        program
    }

    /// Reads a file; returns the files it declares.
    fn read(&mut self, place: Place, text: &str, files: &BTreeMap<String, String>) -> Vec<Place> {
        let reading = Reading::of(text).unwrap_or_else(|error| panic!("{}: {error}", place.file));
        let lines = text.lines().count() - reading.lines_of_tests;
        let mut declared = Vec::new();
        for (inside, block) in reading.blocks {
            let path = [place.path.clone(), inside.clone()].concat();
            let folder = folder_of_children(&place.file, &inside);
            for child in block.declared.iter().filter(|child| child.is_file) {
                let file = format!("{folder}/{}.rs", child.name);
                let long = format!("{folder}/{}/mod.rs", child.name);
                declared.push(Place {
                    file: if files.contains_key(&file) { file } else { long },
                    path: [path.clone(), vec![child.name.clone()]].concat(),
                    root: place.root.clone(),
                    is_test: place.is_test || child.is_test,
                });
            }
            let children = block.declared.iter().filter(|child| !child.is_test);
            let module = Module {
                file: place.file.clone(),
                home: place.path.clone(),
                lines,
                root: place.root.clone(),
                children: children.map(|child| child.name.clone()).collect(),
                block,
            };
            if !place.is_test {
                self.add(path, module);
            }
        }
        declared
    }

    /// Adds a module; the roots of the library and of the command line are merged.
    fn add(&mut self, path: Names, module: Module) {
        match self.modules.get_mut(&path) {
            Some(known) => {
                known.children.extend(module.children);
                known.block.merge(module.block);
            }
            None => {
                self.modules.insert(path, module);
            }
        }
    }

    /// All references of a module: modules and items of the program by their paths, others by their full names. Imports
    /// and re-exports are followed to the definition.
    pub fn references(&self, from: &Names) -> BTreeSet<Names> {
        let way = Way {
            program: self,
            closed: None,
        };
        way.references(from)
    }

    /// The same, but re-exports of ancestors are not followed.
    pub fn references_as_written(&self, from: &Names) -> BTreeSet<Names> {
        let way = Way {
            program: self,
            closed: Some(from),
        };
        way.references(from)
    }

    /// The module in which a path ends.
    pub fn module_of(&self, path: &[String]) -> Names {
        let lengths = (0..=path.len()).rev();
        let known = lengths
            .map(|length| &path[..length])
            .find(|path| self.modules.contains_key(*path));
        known.unwrap_or_default().to_vec()
    }
}

/// How paths are resolved.
#[derive(Clone, Copy)]
struct Way<'a> {
    program: &'a Program,
    /// The module beyond which re-exports are not followed; this includes its ancestors.
    closed: Option<&'a Names>,
}

impl Way<'_> {
    fn references(self, from: &Names) -> BTreeSet<Names> {
        let block = &self.program.modules[from].block;
        let imported = block.uses.iter().map(|import| {
            let star = import.alias.is_none().then(|| "*".to_owned());
            let path = import.path.iter().cloned().chain(star).collect::<Names>();
            self.resolve(from, &path, import.alias.as_deref(), true, 0)
        });
        let named = block.paths.iter().map(|path| self.resolve(from, path, None, false, 0));
        imported.chain(named).flatten().collect()
    }

    /// Resolves a path in a module; `None` if its first name is local.
    fn resolve(self, from: &Names, path: &[String], own: Option<&str>, is_import: bool, steps: usize) -> Option<Names> {
        let (first, rest) = path.split_first()?;
        if steps > MOST_STEPS {
            return None;
        }
        match first.as_str() {
            "" => Some(self.foreign(rest, steps)),
            "crate" => Some(self.follow([&self.program.modules[from].root, rest].concat(), steps)),
            "self" => (!rest.is_empty()).then(|| self.follow([from, rest].concat(), steps)),
            "super" => {
                let supers = path.iter().take_while(|name| *name == "super").count();
                let above = from.len().checked_sub(supers)?;
                Some(self.follow([&from[..above], &path[supers..]].concat(), steps))
            }
            "Self" => None,
            name => {
                let is_path = is_import || !rest.is_empty();
                // A module that is declared here goes before what a glob brings.
                if is_path && self.program.modules[from].children.contains(name) {
                    return Some(self.follow([from, path].concat(), steps));
                }
                if own != Some(name)
                    && let Some(found) = self.imported(from, name, steps)
                {
                    return Some(self.follow([&found, rest].concat(), steps));
                }
                is_path.then(|| self.foreign(path, steps))
            }
        }
    }

    /// Resolves an imported name of a module.
    fn imported(self, module: &Names, name: &str, steps: usize) -> Option<Names> {
        let uses = &self.program.modules[module].block.uses;
        let by_name = uses.iter().find(|import| import.alias.as_deref() == Some(name));
        if let Some(import) = by_name {
            return self.resolve(module, &import.path, Some(name), true, steps + 1);
        }
        let globs = uses.iter().filter(|import| import.alias.is_none());
        let mut found = globs.filter_map(|import| self.resolve(module, &import.path, None, true, steps + 1));
        found.find_map(|whole| {
            let other = self.program.modules.get(&whole).filter(|_| whole != *module)?;
            if other.children.contains(name) {
                return Some([whole, vec![name.to_owned()]].concat());
            }
            (steps < MOST_STEPS && !self.is_closed(&whole))
                .then(|| self.imported(&whole, name, steps + 1))
                .flatten()
        })
    }

    /// Resolves a path that begins with the name of a crate.
    fn foreign(self, path: &[String], steps: usize) -> Names {
        match path
            .split_first()
            .and_then(|(name, rest)| Some((self.program.crates.get(name)?, rest)))
        {
            Some((root, rest)) => self.follow([root, rest].concat(), steps),
            None => path.to_vec(),
        }
    }

    /// Whether the imports of a module are not followed.
    fn is_closed(self, module: &Names) -> bool {
        self.closed.is_some_and(|from| from.starts_with(module))
    }

    /// Follows imports and re-exports to the definition.
    fn follow(self, path: Names, steps: usize) -> Names {
        let known = self.program.module_of(&path);
        let Some(next) = path
            .get(known.len())
            .filter(|_| steps <= MOST_STEPS && !self.is_closed(&known))
        else {
            return path;
        };
        match self
            .program
            .modules
            .get(&known)
            .and_then(|_| self.imported(&known, next, steps + 1))
        {
            Some(found) => self.follow([found, path[known.len() + 1..].to_vec()].concat(), steps + 1),
            None => path,
        }
    }
}

/// The files that may be the root of a crate.
fn roots(folder: &str, root: &[String]) -> Vec<Place> {
    let place = |name| Place {
        file: format!("{folder}/{name}"),
        path: root.to_vec(),
        root: root.to_vec(),
        is_test: false,
    };
    ["lib.rs", "main.rs"].map(place).into()
}

/// The folder of the modules that a file, or a block in it, declares.
fn folder_of_children(file: &str, inside: &[String]) -> String {
    let (folder, name) = file.rsplit_once('/').unwrap();
    let own = match name {
        "lib.rs" | "main.rs" | "mod.rs" => folder.to_owned(),
        _ => file.trim_end_matches(".rs").to_owned(),
    };
    [vec![own], inside.to_vec()].concat().join("/")
}
