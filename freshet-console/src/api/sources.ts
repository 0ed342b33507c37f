import { isRecord } from '../frames/frame';
import type { ChannelEntry } from './channels';
import { getJson } from './http';

/** What a stream comes from, as the server was told of it; texts are empty where it was told nothing. */
export interface DataSource {
  readonly uid: string;
  readonly name: string;
  /** The id of the plugin that serves it. */
  readonly type: string;
  readonly url: string;
  readonly access: string;
  readonly user: string;
  readonly database: string;
  readonly isDefault: boolean;
  /** Made by a provisioning file, and changed only there. */
  readonly readOnly: boolean;
  /** The names of its secrets; the server tells nobody more of them. */
  readonly secrets: readonly string[];
  /** Its type's own settings, `jsonData`. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** Those that its provisioning file names, in that order. */
  readonly streams: readonly NamedStream[];
}

/** A query with a name: its channel is there without anybody having asked. Durations are texts such as `5s`. */
export interface NamedStream {
  readonly name: string;
  readonly channel: string;
  readonly interval: string;
  readonly range: string;
  readonly query: Readonly<Record<string, unknown>>;
}

/** A plugin that the server found, and how it is doing. */
export interface Plugin {
  readonly id: string;
  readonly name: string;
  /** `datasource`, `app` or `panel`; empty when unknown. */
  readonly type: string;
  readonly version: string;
  readonly signature: string;
  /** A word such as `running` or `not-allowed`; see `pages/sources/pluginWords`. */
  readonly state: string;
  /** When it came into this state, in milliseconds since 1970; NaN when unknown. */
  readonly since: number;
  readonly restarts: number;
  readonly droppedPackets: number;
  /** Why it does not run and what to do. */
  readonly reason: string | undefined;
  /** The last thing it said that looked like an error. */
  readonly lastError: string | undefined;
  readonly lastExitStatus: number | undefined;
  readonly pid: number | undefined;
}

/** By name; for administrators only. */
export async function dataSources(): Promise<readonly DataSource[]> {
  return readDataSources(await getJson('api/datasources'));
}

/** By name; for administrators only. */
export async function plugins(): Promise<readonly Plugin[]> {
  return readPlugins(await getJson('api/plugins'));
}

/** Entries without a uid are skipped. */
export function readDataSources(body: unknown): readonly DataSource[] {
  return records(body)
    .filter((one) => text(one.uid) !== '')
    .map((one) => ({
      uid: text(one.uid),
      name: text(one.name) || text(one.uid),
      type: text(one.type),
      url: text(one.url),
      access: text(one.access),
      user: text(one.user),
      database: text(one.database),
      isDefault: one.isDefault === true,
      readOnly: one.readOnly === true,
      secrets: isRecord(one.secureJsonFields)
        ? Object.entries(one.secureJsonFields)
            .filter(([, isSet]) => isSet === true)
            .map(([name]) => name)
        : [],
      settings: isRecord(one.jsonData) ? one.jsonData : {},
      streams: records(one.streams)
        .filter((stream) => text(stream.name) !== '')
        .map((stream) => ({
          name: text(stream.name),
          channel: text(stream.channel) || `ds/${text(one.uid)}/${text(stream.name)}`,
          interval: text(stream.interval),
          range: text(stream.range),
          query: isRecord(stream.query) ? stream.query : {},
        })),
    }))
    .sort(byName);
}

/** Entries without an id are skipped. */
export function readPlugins(body: unknown): readonly Plugin[] {
  return records(body)
    .filter((one) => text(one.id) !== '')
    .map((one) => ({
      id: text(one.id),
      name: text(one.name) || text(one.id),
      type: text(one.type),
      version: isRecord(one.info) ? text(one.info.version) : '',
      signature: text(one.signature),
      state: text(one.state),
      since: Date.parse(text(one.since)),
      restarts: number(one.restarts) ?? 0,
      droppedPackets: number(one.droppedPackets) ?? 0,
      reason: text(one.reason) || undefined,
      lastError: text(one.lastError) || undefined,
      lastExitStatus: number(one.lastExitStatus),
      pid: number(one.pid),
    }))
    .sort(byName);
}

/** Where it is: some types have a setting of their own for it. */
export function addressOf({ url, settings }: Pick<DataSource, 'url' | 'settings'>): string {
  return text(settings.uri) || url || text(settings.path);
}

/** The database in it; newer ones have it among the settings of the type. */
export function databaseOf({ database, settings }: Pick<DataSource, 'database' | 'settings'>): string {
  const own = settings.database;
  return database || (typeof own === 'number' ? String(own) : text(own));
}

/** Whom it is asked as. */
export function userOf({ user, settings }: Pick<DataSource, 'user' | 'settings'>): string {
  return text(settings.username) || text(settings.user) || user;
}

/** The channels of a data source. */
export function streamsOf(uid: string, entries: readonly ChannelEntry[]): readonly ChannelEntry[] {
  return entries.filter((entry) => entry.channel.startsWith(`ds/${uid}/`));
}

/** How many subscriptions the channels have together. */
export function viewersOf(streams: readonly ChannelEntry[]): number {
  return streams.reduce((sum, entry) => sum + (entry.subscribers ?? 0), 0);
}

/** The plugin that serves a type: of several with one id the one that was found first. */
export function pluginOf(type: string, all: readonly Plugin[]): Plugin | undefined {
  const same = all.filter((plugin) => plugin.id === type);
  return same.find((plugin) => plugin.state !== 'duplicate') ?? same[0];
}

function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return a.name.localeCompare(b.name);
}

function records(body: unknown): Record<string, unknown>[] {
  return Array.isArray(body) ? body.filter(isRecord) : [];
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function number(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}
