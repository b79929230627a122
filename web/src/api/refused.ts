import { each, object, text } from './json';

/** What is wrong with one setting, in the words of the server. */
export interface FieldFault {
  key: string;
  message: string;
}

interface Details {
  code?: string | undefined;
  errors?: FieldFault[];
  /** It may be asked again then. */
  retryAfterSeconds?: number | undefined;
}

/** The server answered, and the answer is no. The message is the server's own, in words. */
export class RefusedError extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly details: Details = {},
  ) {
    super(message);
  }
}

/** Whether it would be done for somebody who logs in. */
export function needsLogin(error: unknown): boolean {
  return (
    error instanceof RefusedError && (error.status === 401 || error.details.code === 'login-needed')
  );
}

/** What a problem document (RFC 9457) says, or the bare status. */
export async function refused(answer: Response): Promise<RefusedError> {
  const problem = object(await answer.json().catch(() => undefined));
  const status = `the server answered ${answer.status} ${answer.statusText}`.trim();
  const retryAfterSeconds = Number(answer.headers.get('retry-after') || NaN);
  return new RefusedError(answer.status, text(problem.detail) ?? text(problem.title) ?? status, {
    code: text(problem.code),
    errors: each(problem.errors, (error) => {
      const [key, message] = [text(error.key), text(error.message)];
      return key && message ? { key, message } : undefined;
    }),
    retryAfterSeconds: Number.isNaN(retryAfterSeconds) ? undefined : retryAfterSeconds,
  });
}
