/**
 * Writers: each a browser of its own with one draft, who saves through the same forms as people do.
 */
import type { Request } from 'autocannon';
import type { Visitor } from './load.ts';
import { answerOf, CALL, ORGANISATION, QUESTIONS } from './material.ts';

export interface Writer extends Visitor {
  /** The address of the draft. */
  readonly draft: string;
  /** The headers of every request. */
  readonly headers: Readonly<Record<string, string>>;
  /** Saves the answer to `question` for the first time. */
  save(question: string): Promise<void>;
  /** Fills in the organisation and all ten answers. */
  fill(): Promise<void>;
}

const FORM = 'application/x-www-form-urlencoded';

/** Starts a draft of the founding call, as a browser does that comes for the first time. */
export async function startWriter(url: string): Promise<Writer> {
  const language = { 'accept-language': 'en-GB,en;q=0.9' };
  const post = async (path: string, fields: Readonly<Record<string, string>>, cookie = ''): Promise<Response> => {
    const answer = await fetch(url + path, {
      method: 'POST',
      redirect: 'manual',
      headers: { ...language, cookie },
      body: new URLSearchParams(fields),
    });
    if (answer.status !== 303) throw new Error(`POST ${path} was answered with ${answer.status}`);
    return answer;
  };
  const started = await post(`/calls/${CALL}/drafts`, { language: 'en' });
  const draft = started.headers.get('location') ?? '';
  const session =
    started.headers
      .getSetCookie()
      .find((cookie) => cookie.startsWith('session='))
      ?.split(';')[0] ?? '';
  const headers = { ...language, cookie: session };
  const save = async (question: string): Promise<void> => {
    await post(`${draft}/questions/${question}`, { text: answerOf(question), revision: '0' }, session);
  };
  let saved = 0;
  return {
    draft,
    headers,
    save,
    async fill() {
      await post(`${draft}/organisation`, { ...ORGANISATION, revision: '0' }, session);
      for (const question of QUESTIONS) await save(question);
    },
    /** The next save of the first question: another text on the newest revision. */
    next(): Request {
      const fields = {
        text: `${answerOf('q1')}\n\n${saved}`,
        'networks.choice': 'yes',
        whole: 'yes',
        revision: String(saved + 1),
      };
      return {
        method: 'POST',
        path: `${draft}/questions/q1`,
        headers: { ...headers, 'content-type': FORM },
        body: new URLSearchParams(fields).toString(),
      };
    },
    answered(status) {
      if (status === 303) saved += 1;
    },
  };
}

/** Several writers, each with a draft that is filled in. */
export async function startWriters(url: string, count: number): Promise<Writer[]> {
  const writers = await Promise.all(Array.from({ length: count }, () => startWriter(url)));
  await Promise.all(writers.map((writer) => writer.fill()));
  return writers;
}
