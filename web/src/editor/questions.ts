// The parameters of a question, as a form.

import { fill } from "../graph/data.js";
import { make } from "../graph/details.js";
import type { Data, Parameter, Question } from "./data.js";

const XSD = "http://www.w3.org/2001/XMLSchema#";
const VALID: Record<string, RegExp> = {
  integer: /^[+-]?\d+$/, decimal: /^[+-]?(\d+(\.\d*)?|\.\d+)$/, boolean: /^(true|false)$/, date: /^\d{4}-\d{2}-\d{2}$/,
};

/** A value as SPARQL writes it; `undefined` if it is none of this parameter. */
export function written(data: Data, parameter: Parameter, value: string): string | undefined {
  const iri = (text: string) => (/[<>"{}|^`\\\s]/.test(text) ? undefined : `<${text}>`);
  const literal = `"${value.replace(/[\\"]/g, "\\$&").replaceAll("\n", "\\n").replaceAll("\r", "\\r")}"`;
  const [prefix, name] = [value.replace(/:.*$/, ""), value.replace(/^[^:]*:/, "")];
  const start = value.includes(":") ? data.prefixes[prefix] : undefined;
  switch (parameter.kind) {
    case "key":
      return iri(start ? start + name : value.startsWith(parameter.start ?? "\0") ? value : (parameter.start ?? "") + value);
    case "iri":
      return start ? iri(start + name) : /^<?[A-Za-z][\w+.-]*:/.test(value) ? iri(value.replace(/^<|>$/g, "")) : undefined;
    case "choice":
      return parameter.choices.includes(value) ? literal : undefined;
    case "string":
      return literal;
    default:
      return VALID[parameter.kind]?.test(value) ? `${literal}^^<${XSD}${parameter.kind}>` : undefined;
  }
}

/** The query of a question with values for its parameters; those without one stay variables. */
export function asked(question: Question, terms: Map<string, string>): string {
  return (question.template ?? question.text).replace(/<urn:sourcier:parameter:(\w+)>/g, (_, name: string) => terms.get(name) ?? `?${name}`);
}

/** Fills the form with the parameters of a question. `change` gets the query when a value was changed. */
export function form(box: HTMLFormElement, data: Data, question: Question | undefined, change: (query: string) => void, wrong: (text: string) => void): void {
  const parameters = question?.template ? question.parameters : [];
  box.hidden = parameters.length === 0;
  box.setAttribute("aria-label", data.words.parameters ?? "");
  box.className = "controls";
  const controls = parameters.map((parameter): [Parameter, HTMLInputElement | HTMLSelectElement] => [parameter, control(parameter)]);
  box.replaceChildren(...controls.map(([parameter, made]) => {
    const one = make("div");
    one.append(make("label", parameter.label, { for: made.id, title: parameter.help }), made);
    const keys = data.keys[parameter.start ?? ""] ?? [];
    if (keys.length > 0) {
      const list = make("datalist", "", { id: `${made.id}-keys` });
      list.append(...keys.map(([key, label]) => make("option", label, { value: key })));
      made.setAttribute("list", list.id);
      one.append(list);
    }
    if (parameter.default === null) one.append(make("span", data.words.optional ?? "", { class: "aside" }));
    return one;
  }));
  const read = (): void => {
    const terms = new Map<string, string>();
    for (const [parameter, made] of controls) {
      const value = made.value.trim();
      const text = value === "" ? undefined : written(data, parameter, value);
      made.toggleAttribute("aria-invalid", value !== "" && text === undefined);
      if (value !== "" && text === undefined) {
        wrong(fill(data.words.invalid, value, parameter.label));
        return;
      }
      if (text !== undefined) terms.set(parameter.name, text);
    }
    wrong("");
    if (question) change(asked(question, terms));
  };
  box.onchange = read;
  box.onsubmit = (event) => {
    event.preventDefault();
    read();
  };
}

function control(parameter: Parameter): HTMLInputElement | HTMLSelectElement {
  const id = `editor-parameter-${parameter.name}`;
  const choices = parameter.kind === "boolean" ? ["true", "false"] : parameter.choices;
  if (choices.length > 0) {
    const made = make("select", "", { id });
    const all = parameter.default === null ? ["", ...choices] : choices;
    made.append(...all.map((choice) => make("option", choice, { value: choice })));
    made.value = parameter.default ?? "";
    return made;
  }
  const made = make("input", "", { id, type: parameter.kind === "date" ? "date" : "text", autocomplete: "off", spellcheck: "false" });
  made.value = parameter.default ?? "";
  return made;
}
