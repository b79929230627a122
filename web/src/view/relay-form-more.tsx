import type { RelaySetting } from '../api/types';
import { en } from '../i18n/en';
import { type Key, t } from '../i18n';
import { troubleOf } from '../live';
import { isLines } from '../relay-config';
import { type FieldProps, TextField } from './relay-form-fields';
import { Words } from './words';

interface MoreSettingsProps {
  /** `undefined` until the server has told them. */
  settings: RelaySetting[] | undefined;
  /** Why it has not. */
  trouble: unknown;
  field: (key: string) => FieldProps;
}

/** Everything that has a default, with what the server says about it. */
export function MoreSettings({ settings, trouble, field }: MoreSettingsProps) {
  return (
    <details class="more">
      <summary>{t('form.more')}</summary>
      {trouble !== undefined && (
        <p class="fault">{t('form.moreTrouble', { reason: troubleOf(trouble) })}</p>
      )}
      {settings === undefined && trouble === undefined && <p class="hint">{t('page.asking')}</p>}
      <div class="more-fields">
        {settings?.map(({ key, byDefault, allowed, about }) => (
          <TextField
            key={key}
            {...field(key)}
            name={key}
            label={labelOf(key)}
            placeholder={byDefault}
          >
            {about && <Words text={about} />}{' '}
            {allowed && (
              <span class="allowed">
                <Words text={isLines(key) ? t('form.envRule') : sentence(allowed)} />
              </span>
            )}
          </TextField>
        ))}
      </div>
    </details>
  );
}

/** A setting that this page does not know yet goes by its key. */
function labelOf(key: string): string {
  const label = `form.${key}`;
  return label in en ? t(label as Extract<Key, 'form.name'>) : key;
}

function sentence(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}
