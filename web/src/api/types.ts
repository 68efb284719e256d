/** What goes over the wire, as docs/openapi.yaml has it. Instants are RFC 3339 in UTC. */

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly next_cursor: string | null;
}

/** Each may also do what those before it may. */
export const roles = ['viewer', 'editor', 'admin', 'owner'] as const;
export type Role = typeof roles[number];

/** Those that a role includes; none where there is no role. */
export function rolesUpTo(role: Role | null): readonly Role[] {
  return role === null ? [] : roles.slice(0, roles.indexOf(role) + 1);
}

export interface Setup {
  readonly first_run: boolean;
  /** The first account takes the code that the server's log shows. */
  readonly setup_code_needed: boolean;
  readonly signups: 'first' | 'open' | 'closed';
  /** A sign-up without an invitation begins with a link that is mailed to the address. */
  readonly signup_confirmation: boolean;
  readonly email_configured: boolean;
  readonly telegram_configured: boolean;
  readonly public_url: string;
  readonly version: string;
}

export interface User {
  readonly id: number;
  readonly email: string;
  readonly name: string;
}

export interface Membership {
  readonly id: number;
  readonly name: string;
  readonly role: Role;
}

export interface Profile {
  readonly user: User;
  readonly organization: Membership | null;
  readonly role: Role | null;
  readonly organizations: readonly Membership[];
}

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

export type FieldKind =
  | 'text'
  | 'multiline'
  | 'url'
  | 'email'
  | 'number'
  | 'toggle'
  | 'select'
  | 'list'
  | 'map'
  | 'assertions';

export interface FormField {
  readonly name: string;
  readonly label: string;
  readonly kind: FieldKind;
  readonly required: boolean;
  readonly secret: boolean;
  /** What of its value decides who gets the form's secrets; null: nothing. */
  readonly secret_binding: 'value' | 'origin' | 'host' | null;
  readonly help: string | null;
  readonly placeholder: string | null;
  readonly default: Json;
  readonly options: readonly string[];
  readonly minimum: number | null;
  readonly maximum: number | null;
}

export interface ChannelType {
  readonly type: string;
  readonly label: string;
  readonly documentation: string;
  readonly config: readonly FormField[];
}

/** Somebody who has to agree to get mail of the installation's own server. */
export interface Recipient {
  readonly address: string;
  readonly state: 'member' | 'confirmed' | 'pending' | 'unsubscribed';
}

export interface Channel {
  readonly id: number;
  readonly name: string;
  readonly type: string;
  readonly config: JsonObject;
  readonly is_default: boolean;
  readonly enabled: boolean;
  readonly last_error: string | null;
  /** The receiver asked for no message before this. */
  readonly waits_until: string | null;
  /** null: nobody has to agree. */
  readonly recipients: readonly Recipient[] | null;
  readonly created_at: string;
  readonly updated_at: string;
}

export interface ChannelTest {
  readonly sent: boolean;
  readonly error: string | null;
}

export type DeliveryStatus = 'pending' | 'sent' | 'failed' | 'dropped';

/** One alert to one channel. */
export interface Delivery {
  readonly id: number;
  readonly channel_id: number;
  readonly incident_id: number | null;
  readonly event: string;
  /** One that could not get it with the others; null: all of the channel's. */
  readonly recipient: string | null;
  readonly status: DeliveryStatus;
  readonly attempts: number;
  readonly last_error: string | null;
  readonly created_at: string;
  readonly sent_at: string | null;
}

export interface IncidentUpdate {
  readonly status: Incident['status'];
  readonly message: string;
  readonly public: boolean;
  /** nil: the program. */
  readonly author_id: number | null;
  readonly created_at: string;
}

export interface Incident {
  readonly id: number;
  readonly public_id: string;
  readonly title: string;
  readonly monitor_ids: readonly number[];
  readonly status: 'investigating' | 'identified' | 'monitoring' | 'resolved';
  readonly severity: 'minor' | 'major' | 'critical';
  readonly cause: 'check' | 'certificate' | 'anomaly' | 'flapping' | 'manual';
  readonly started_at: string;
  readonly confirmed_at: string | null;
  readonly acknowledged_at: string | null;
  /** null: nobody, or a program. */
  readonly acknowledged_by: { readonly id: number; readonly name: string } | null;
  readonly resolved_at: string | null;
  /** Of an outage that checks found; null of others. */
  readonly unmeasured_seconds: number | null;
  readonly reason: string;
  readonly message: string;
  /** Oldest first. */
  readonly updates: readonly IncidentUpdate[];
}

export interface Overview {
  readonly monitors: Readonly<
    Record<'total' | 'up' | 'degraded' | 'down' | 'unknown' | 'paused' | 'maintenance' | 'pending', number>
  >;
  /** Where all monitors are younger than a day: since when there has been one. */
  readonly since: string | null;
  readonly uptime_percent: number | null;
  readonly coverage_percent: number | null;
  readonly latency_ms: number | null;
  readonly open_incidents: number;
  readonly recent_failures: readonly {
    readonly incident_id: number;
    readonly monitor_ids: readonly number[];
    readonly title: string;
    readonly reason: string;
    readonly message: string;
    readonly started_at: string;
    readonly resolved_at: string | null;
  }[];
}
