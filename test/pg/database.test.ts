import { describe, inject } from 'vitest';
import { describeDatabase } from '../support/server/describeDatabase';
import { ownDatabase } from '../support/server/ownDatabase';

describe('on Postgres', () => {
  describeDatabase(async () => (await ownDatabase(inject('pgUrl'), 'rss_database')).driver);
});
