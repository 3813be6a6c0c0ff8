import { pgliteDriver } from 'react-session-security/server/pglite';
import { describe } from 'vitest';
import { describeDatabase } from '../../support/server/describeDatabase';

describe('on PGlite', () => {
  describeDatabase(async () => pgliteDriver());
});
