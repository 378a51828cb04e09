/**
 * Queries compiled once and run often: building the tree and the SQL of a query costs more than running it.
 * Knows nothing of tables or databases.
 */
import type { Compilable, CompiledQuery } from 'kysely';

/**
 * Compiles the query that `build` makes. `build` gets a slot for each parameter, to be used only as a value; the
 * function that comes back puts the real values in. Every slot that is used must be given.
 */
export function precompile<Parameters extends object, Row>(
  build: (slots: Parameters) => Compilable<Row>,
): (parameters: Parameters) => CompiledQuery<Row> {
  const names = new Map<unknown, keyof Parameters>();
  const slots = new Proxy({} as Parameters, {
    get(_target, name) {
      const slot = Symbol(String(name));
      names.set(slot, name as keyof Parameters);
      return slot;
    },
  });
  const compiled = build(slots).compile();
  const places = compiled.parameters.map((parameter) => ({ name: names.get(parameter), constant: parameter }));
  return (parameters) => ({
    ...compiled,
    parameters: places.map(({ name, constant }) => (name === undefined ? constant : parameters[name])),
  });
}
