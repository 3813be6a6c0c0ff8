/** A database of a test file's own on the cluster of the `pg` project, so that files don't meet. */
import pg from 'pg';
import { postgresDriver } from 'react-session-security/server/postgres';
import type { DatabaseDriver } from 'react-session-security/server';

export interface OwnDatabase {
  readonly connectionString: string;
  readonly driver: DatabaseDriver;
}

/** @param name lower-case letters and underscores */
export async function ownDatabase(clusterUrl: string, name: string, maxConnections = 20): Promise<OwnDatabase> {
  const client = new pg.Client({ connectionString: clusterUrl });
  await client.connect();
  await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  await client.query(`CREATE DATABASE ${name}`);
  await client.end();
  const url = new URL(clusterUrl);
  url.pathname = `/${name}`;
  const connectionString = url.toString();
  return { connectionString, driver: postgresDriver({ connectionString, maxConnections }) };
}
