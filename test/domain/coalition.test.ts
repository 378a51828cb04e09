/**
 * The coalition: who counts as asked, who as having taken part.
 */
import { describe, expect, it } from 'vitest';
import { coalitionOf } from '../../src/domain/coalition.ts';
import type { Link, Role } from '../../src/domain/link.ts';
import { LEAD, type Signatory } from '../../src/domain/signatory.ts';

const NOW = new Date('2024-02-01T09:00:00Z');

const linkOf = (id: string, role: Role, given: Partial<Link> = {}): Link => ({
  id,
  draft: 'd',
  role,
  label: `label of ${id}`,
  signatory: null,
  address: null,
  createdAt: NOW,
  expiresAt: null,
  usedAt: null,
  revokedAt: null,
  ...given,
});
const signatory = (id: string, kind: Signatory['kind'] = 'submitting'): Signatory => ({
  id,
  kind,
  name: `organisation ${id}`,
  country: '',
  contact: '',
  email: '',
  status: '',
});

describe('a coalition', () => {
  it('counts a text, a comment, a yes and a no as taking part, and a mere visit not', () => {
    const links = [
      linkOf('owner', 'owner'),
      linkOf('writer', 'writer', { usedAt: NOW }),
      linkOf('reviewer', 'reviewer'),
      linkOf('yes', 'signatory', { signatory: 's1' }),
      linkOf('no', 'signatory', { signatory: 's2' }),
      linkOf('void', 'signatory', { signatory: 's3' }),
      linkOf('observer', 'observer', { usedAt: NOW }),
    ];
    const activity = [
      { link: 'owner', saved: 3, comments: 0 },
      { link: 'reviewer', saved: 0, comments: 1 },
    ];
    const approvals = new Map([
      [LEAD, 'waiting'],
      ['s1', 'approved'],
      ['s2', 'declined'],
      ['s3', 'void'],
    ] as const);
    const { members, asked, tookPart } = coalitionOf(
      links,
      activity,
      [signatory('s1'), signatory('s2'), signatory('s3')],
      approvals,
      NOW,
    );
    expect(members.filter((member) => member.tookPart).map(({ link }) => link)).toEqual([
      'owner',
      'reviewer',
      'yes',
      'no',
    ]);
    expect({ asked, tookPart }).toEqual({ asked: 6, tookPart: 4 });
  });

  it('leaves out links that have ended, and lists organisations that nobody has invited', () => {
    const links = [
      linkOf('owner', 'owner'),
      linkOf('revoked', 'signatory', { signatory: 's1', revokedAt: NOW }),
      linkOf('expired', 'writer', { expiresAt: NOW }),
    ];
    const { members } = coalitionOf(links, [], [signatory('s1'), signatory('s2', 'endorsing')], new Map(), NOW);
    expect(members.map(({ link, name }) => [link, name])).toEqual([
      ['owner', 'label of owner'],
      [null, 'organisation s1'],
    ]);
  });
});
