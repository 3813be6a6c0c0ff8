/** The server's router and the contract say the same, both ways, for every procedure. Checked by `tsc`. */
import type { inferProcedureInput, inferProcedureOutput } from '@trpc/server';
import type { ProcedurePath, SessionSecurityProcedures } from 'react-session-security/contract';
import type { SessionSecurityRouter } from 'react-session-security/server';
import { expectTypeOf, test } from 'vitest';

type Procedures = Flat<SessionSecurityRouter['_def']['record']>;
type InputOf<Path extends ProcedurePath> = inferProcedureInput<Procedures[Path]>;
type OutputOf<Path extends ProcedurePath> = inferProcedureOutput<Procedures[Path]>;

/** `{ session: { getStatus } }` → `{ 'session.getStatus' }` */
type Flat<Tree> = {
  [
    Path in { [Group in keyof Tree & string]: `${Group}.${keyof Tree[Group] & string}` }[keyof Tree & string]
  ]: Path extends `${infer Group}.${infer Name}`
    ? Group extends keyof Tree
      ? Name extends keyof Tree[Group]
        ? Tree[Group][Name]
        : never
      : never
    : never;
};

type Plain = string | number | boolean | null | undefined;

type DeepReadonly<Value> = Value extends Plain
  ? Value
  : Value extends readonly (infer Item)[]
    ? readonly DeepReadonly<Item>[]
    : { readonly [Key in keyof Value]: DeepReadonly<Value[Key]> };

/** Readers accept three forms of an instant; our server writes one. */
type AsWritten<Value> = Date extends Value
  ? Exclude<Value, Date | number>
  : Value extends Plain
    ? Value
    : Value extends readonly (infer Item)[]
      ? readonly AsWritten<Item>[]
      : { readonly [Key in keyof Value]: AsWritten<Value[Key]> };

type Agrees<Server, Contract> = [Server] extends [Contract]
  ? [Contract] extends [Server]
    ? true
    : ['the server says less', Server, Contract]
  : ['the server says more', Server, Contract];
type EachPath<Value> = { [Path in ProcedurePath]: Value };
type Input<Value> = DeepReadonly<Exclude<Value, undefined | void>>;
type IsOptional<Value> = undefined extends Value ? true : false;

test('the router has the procedures of the contract and no other', () => {
  expectTypeOf<keyof Procedures>().toEqualTypeOf<ProcedurePath>();
});

test('what is compared is not any', () => {
  expectTypeOf<InputOf<'session.revokeSession'>>().toEqualTypeOf<{
    sessionId: string;
    stepUpToken?: string | undefined;
  }>();
  expectTypeOf<OutputOf<'session.revokeSession'>>().toEqualTypeOf<{
    success: true;
    data: { revokedId: string };
  }>();
});

test('every input is what the contract says', () => {
  type Found = {
    [Path in ProcedurePath]: Agrees<Input<InputOf<Path>>, Input<SessionSecurityProcedures[Path]['input']>>;
  };
  expectTypeOf<Found>().toEqualTypeOf<EachPath<true>>();
});

test('an input may be left out where the contract says so', () => {
  type Found = { [Path in ProcedurePath]: IsOptional<InputOf<Path>> };
  type Said = { [Path in ProcedurePath]: IsOptional<SessionSecurityProcedures[Path]['input']> };
  expectTypeOf<Found>().toEqualTypeOf<Said>();
});

test('every output is what the contract says', () => {
  type Found = {
    [Path in ProcedurePath]: Agrees<AsWritten<OutputOf<Path>>, AsWritten<SessionSecurityProcedures[Path]['output']>>;
  };
  expectTypeOf<Found>().toEqualTypeOf<EachPath<true>>();
});

test('queries are queries and mutations are mutations', () => {
  type Found = { [Path in ProcedurePath]: Procedures[Path] extends { _def: { type: infer Type } } ? Type : never };
  expectTypeOf<Found>().toEqualTypeOf<{ [Path in ProcedurePath]: SessionSecurityProcedures[Path]['type'] }>();
});
