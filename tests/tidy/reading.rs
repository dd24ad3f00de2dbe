//! One parsed file: its declarations, imports, names and calls. Items under `#[cfg(test)]` are skipped everywhere,
//! except that their `mod name;` are read to know which files are test code.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{Attribute, ImplItem, Item, Meta, Token, TraitItem, UseTree};

/// The segments of a path. A leading `::` is an empty segment; a glob import ends in `*`.
pub type Names = Vec<String>;

/// A parsed file.
#[derive(Default)]
pub struct Reading {
    /// The module of the file (no names) and its blocks `mod name { .. }`.
    pub blocks: BTreeMap<Names, Block>,
    /// The number of lines of test code.
    pub lines_of_tests: usize,
    at: Names,
    owner: Option<String>,
    in_test: bool,
}

/// The contents of one module.
#[derive(Default)]
pub struct Block {
    pub declared: Vec<Declared>,
    pub uses: Vec<Use>,
    pub paths: BTreeSet<Names>,
    pub macros: BTreeSet<String>,
    pub methods: BTreeSet<String>,
    /// Each function with its number of lines, from `fn` to the closing brace.
    pub functions: Vec<(String, usize)>,
}

impl Block {
    /// Adds the contents of another block.
    pub fn merge(&mut self, other: Self) {
        self.declared.extend(other.declared);
        self.uses.extend(other.uses);
        self.paths.extend(other.paths);
        self.macros.extend(other.macros);
        self.methods.extend(other.methods);
        self.functions.extend(other.functions);
    }
}

/// A `mod name;` or `mod name { .. }`.
pub struct Declared {
    pub name: String,
    /// Whether the module is a file of its own.
    pub is_file: bool,
    pub is_test: bool,
}

/// An import: `alias` refers to `path`; in a glob import, to everything below `path`.
pub struct Use {
    pub alias: Option<String>,
    pub path: Names,
}

impl Reading {
    pub fn of(text: &str) -> syn::Result<Self> {
        let syntax = syn::parse_file(text)?;
        let mut reading = Self {
            in_test: is_test(&syntax.attrs),
            ..Self::default()
        };
        reading.blocks.entry(Vec::new()).or_default();
        if reading.in_test {
            reading.lines_of_tests = text.lines().count();
        }
        reading.visit_file(&syntax);
        Ok(reading)
    }

    fn block(&mut self) -> &mut Block {
        self.blocks.entry(self.at.clone()).or_default()
    }

    /// Skips an item if it is test code; returns whether it is.
    fn leaves_out(&mut self, attributes: &[Attribute], item: &impl Spanned) -> bool {
        let is_test = is_test(attributes);
        if is_test && !self.in_test {
            let first = attributes.first().map_or(item.span(), Spanned::span);
            self.lines_of_tests += item.span().end().line + 1 - first.start().line;
        }
        is_test || self.in_test
    }

    fn imports(&mut self, before: &[String], tree: &UseTree) {
        let joined = |name: &syn::Ident| -> Names { before.iter().cloned().chain([plain(name)]).collect() };
        let (alias, path) = match tree {
            UseTree::Path(path) => return self.imports(&joined(&path.ident), &path.tree),
            UseTree::Group(group) => return group.items.iter().for_each(|tree| self.imports(before, tree)),
            UseTree::Name(name) if name.ident == "self" => (before.last().cloned(), before.to_vec()),
            UseTree::Name(name) => (Some(plain(&name.ident)), joined(&name.ident)),
            UseTree::Rename(name) if name.ident == "self" => (Some(plain(&name.rename)), before.to_vec()),
            UseTree::Rename(name) => (Some(plain(&name.rename)), joined(&name.ident)),
            UseTree::Glob(_) => (None, before.to_vec()),
        };
        self.block().uses.push(Use { alias, path });
    }

    fn function(&mut self, signature: &syn::Signature, body: &syn::Block) {
        let name = match &self.owner {
            Some(owner) => format!("{owner}::{}", plain(&signature.ident)),
            None => plain(&signature.ident),
        };
        let (first, last) = (signature.span().start(), body.brace_token.span.close().end());
        self.block().functions.push((name, last.line + 1 - first.line));
    }

    /// The paths, macros and methods in unparsed tokens: the arguments of macros and attributes.
    fn tokens(&mut self, tokens: TokenStream) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let is = |index: usize, wanted: char| matches!(tokens.get(index), Some(TokenTree::Punct(found)) if found.as_char() == wanted);
        let colons = |index: usize| is(index, ':') && is(index + 1, ':');
        let mut index = 0;
        while index < tokens.len() {
            let mut next = index + 1;
            match &tokens[index] {
                TokenTree::Group(group) => self.tokens(group.stream()),
                TokenTree::Ident(first) => {
                    let mut path = vec![plain(first)];
                    while colons(next) {
                        let Some(TokenTree::Ident(name)) = tokens.get(next + 2) else {
                            break;
                        };
                        path.push(plain(name));
                        next += 3;
                    }
                    if colons(next) && is(next + 2, '*') {
                        path.push("*".to_owned());
                    }
                    let is_called = matches!(tokens.get(next), Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Parenthesis);
                    if index > 0 && is(index - 1, '.') {
                        if is_called {
                            self.block().methods.insert(path.remove(0));
                        }
                    } else {
                        if is(next, '!') {
                            self.block().macros.insert(path[path.len() - 1].clone());
                        }
                        if index > 1 && colons(index - 2) {
                            path.insert(0, String::new());
                        }
                        self.block().paths.insert(path);
                    }
                }
                TokenTree::Literal(_) | TokenTree::Punct(_) => {}
            }
            index = next;
        }
    }
}

impl<'ast> Visit<'ast> for Reading {
    fn visit_item(&mut self, item: &'ast Item) {
        let before = self.in_test;
        self.in_test = self.leaves_out(attributes(item), item);
        if !self.in_test || matches!(item, Item::Mod(_)) {
            visit::visit_item(self, item);
        }
        self.in_test = before;
    }

    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        let has_path = item.attrs.iter().any(|attribute| attribute.path().is_ident("path"));
        assert!(!has_path, "`#[path]` hides where `{}` is", item.ident);
        let (name, is_test) = (plain(&item.ident), self.in_test);
        let is_file = item.content.is_none();
        self.block().declared.push(Declared {
            name: name.clone(),
            is_file,
            is_test,
        });
        self.at.push(name);
        self.block();
        visit::visit_item_mod(self, item);
        if is_file {
            self.blocks.remove(&self.at);
        }
        self.at.pop();
    }

    fn visit_impl_item(&mut self, item: &'ast ImplItem) {
        let attributes = match item {
            ImplItem::Const(item) => &item.attrs,
            ImplItem::Fn(item) => &item.attrs,
            ImplItem::Type(item) => &item.attrs,
            ImplItem::Macro(item) => &item.attrs,
            _ => return visit::visit_impl_item(self, item),
        };
        if !self.leaves_out(attributes, item) {
            visit::visit_impl_item(self, item);
        }
    }

    fn visit_trait_item(&mut self, item: &'ast TraitItem) {
        let attributes = match item {
            TraitItem::Const(item) => &item.attrs,
            TraitItem::Fn(item) => &item.attrs,
            TraitItem::Type(item) => &item.attrs,
            TraitItem::Macro(item) => &item.attrs,
            _ => return visit::visit_trait_item(self, item),
        };
        if !self.leaves_out(attributes, item) {
            visit::visit_trait_item(self, item);
        }
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        let before: &[String] = if item.leading_colon.is_some() {
            &[String::new()]
        } else {
            &[]
        };
        self.imports(before, &item.tree);
    }

    fn visit_item_extern_crate(&mut self, item: &'ast syn::ItemExternCrate) {
        let alias = item.rename.as_ref().map_or(&item.ident, |(_, name)| name);
        let path = vec![String::new(), plain(&item.ident)];
        self.block().uses.push(Use {
            alias: Some(plain(alias)),
            path,
        });
    }

    fn visit_item_impl(&mut self, item: &'ast syn::ItemImpl) {
        let before = self.owner.take();
        if let syn::Type::Path(path) = &*item.self_ty {
            self.owner = path.path.segments.last().map(|segment| plain(&segment.ident));
        }
        visit::visit_item_impl(self, item);
        self.owner = before;
    }

    fn visit_item_trait(&mut self, item: &'ast syn::ItemTrait) {
        let before = self.owner.replace(plain(&item.ident));
        visit::visit_item_trait(self, item);
        self.owner = before;
    }

    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        self.function(&item.sig, &item.block);
        visit::visit_item_fn(self, item);
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        self.function(&item.sig, &item.block);
        visit::visit_impl_item_fn(self, item);
    }

    fn visit_trait_item_fn(&mut self, item: &'ast syn::TraitItemFn) {
        if let Some(body) = &item.default {
            self.function(&item.sig, body);
        }
        visit::visit_trait_item_fn(self, item);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let names = path.segments.iter().map(|segment| plain(&segment.ident));
        let before = path.leading_colon.as_ref().map(|_| String::new());
        let names = before.into_iter().chain(names).collect();
        self.block().paths.insert(names);
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        if let Some(name) = call.path.segments.last() {
            self.block().macros.insert(plain(&name.ident));
        }
        self.tokens(call.tokens.clone());
        visit::visit_macro(self, call);
    }

    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        self.block().methods.insert(plain(&call.method));
        visit::visit_expr_method_call(self, call);
    }

    fn visit_attribute(&mut self, attribute: &'ast Attribute) {
        match &attribute.meta {
            Meta::List(list) => self.tokens(list.tokens.clone()),
            Meta::NameValue(pair) if !attribute.path().is_ident("doc") => visit::visit_expr(self, &pair.value),
            _ => {}
        }
    }
}

/// An identifier without the raw prefix `r#`.
fn plain(name: &syn::Ident) -> String {
    name.to_string().trim_start_matches("r#").to_owned()
}

/// Whether attributes mark an item as test code.
fn is_test(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("cfg")
            && attribute
                .parse_args::<Meta>()
                .is_ok_and(|predicate| asks_for_test(&predicate))
    })
}

/// Whether a `cfg` predicate holds in tests only.
fn asks_for_test(predicate: &Meta) -> bool {
    let Meta::List(list) = predicate else {
        return predicate.path().is_ident("test");
    };
    let parts = list.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated);
    let Ok(parts) = parts else { return false };
    if list.path.is_ident("all") {
        parts.iter().any(asks_for_test)
    } else {
        list.path.is_ident("any") && !parts.is_empty() && parts.iter().all(asks_for_test)
    }
}

fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::ExternCrate(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::ForeignMod(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Macro(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Trait(item) => &item.attrs,
        Item::TraitAlias(item) => &item.attrs,
        Item::Type(item) => &item.attrs,
        Item::Union(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        _ => &[],
    }
}
