import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

/** An interface of the SDK's type definitions, with those nested in its namespace. */
export function declared(file, name) {
  const path = fileURLToPath(new URL(`../node_modules/stripe/esm/resources/${file}.d.ts`, import.meta.url));
  const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest);
  const interfaces = new Map();
  collect(source.statements, '', interfaces);
  return { interfaces, name };
}

function collect(statements, scope, interfaces) {
  for (const statement of statements) {
    if (ts.isInterfaceDeclaration(statement)) interfaces.set(scope + statement.name.text, statement);
    if (ts.isModuleDeclaration(statement)) collect(statement.body.statements, `${scope}${statement.name.text}.`, interfaces);
  }
}

/** Paths of members that are not optional and that the object lacks. Looks into members whose type is, or may be, an interface of the same file. */
export function missing(object, { interfaces, name }, path = '') {
  return interfaces.get(name).members.flatMap((member) => {
    const key = member.name?.text;
    if (!ts.isPropertySignature(member) || key === undefined) return [];
    if (!(key in object)) return member.questionToken ? [] : [path + key];
    const nested = nestedInterface(member.type, interfaces);
    const values = [object[key]].flat().filter((value) => value !== null && typeof value === 'object');
    return nested === undefined ? [] : values.flatMap((value) => missing(value, { interfaces, name: nested }, `${path}${key}.`));
  });
}

function nestedInterface(type, interfaces) {
  if (ts.isUnionTypeNode(type)) return type.types.map((part) => nestedInterface(part, interfaces)).find((name) => name !== undefined);
  if (!ts.isTypeReferenceNode(type)) return undefined;
  const name = qualified(type.typeName);
  return name === 'Array' ? nestedInterface(type.typeArguments[0], interfaces) : interfaces.has(name) ? name : undefined;
}

const qualified = (name) => (ts.isQualifiedName(name) ? `${qualified(name.left)}.${name.right.text}` : name.text);
