import type { JsonObject, Role } from './types.ts';

/** Status pages, members and other parts of an organization, as docs/openapi.yaml defines them. */

export interface Component {
  /** Absent for a new component. */
  readonly id?: number;
  readonly name: string;
  readonly monitor_id: number;
  readonly show_latency: boolean;
}

export interface Section {
  readonly name: string;
  readonly components: readonly Component[];
}

export interface StatusPageDraft {
  readonly slug: string;
  readonly title: string;
  readonly description: string;
  readonly published: boolean;
  readonly theme: 'system' | 'light' | 'dark';
  readonly history_days: number;
  readonly sections: readonly Section[];
}

export interface StatusPage extends StatusPageDraft {
  readonly id: number;
  readonly created_at: string;
  readonly updated_at: string;
}

export interface Member {
  readonly user_id: number;
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly joined_at: string;
}

export interface Invitation {
  readonly id: number;
  readonly email: string;
  readonly role: Role;
  readonly created_at: string;
  readonly expires_at: string;
  /** Only in the response to its creation. */
  readonly url: string | null;
}

export interface Token {
  readonly id: number;
  readonly name: string;
  readonly role: Role;
  readonly prefix: string;
  readonly created_at: string;
  readonly last_used_at: string | null;
  readonly expires_at: string | null;
  /** Only in the response to its creation. */
  readonly token: string | null;
}

export interface SignIn {
  readonly id: number;
  /** The session of this request. */
  readonly current: boolean;
  readonly created_at: string;
  readonly last_used_at: string;
  readonly expires_at: string;
  readonly user_agent: string;
  readonly address: string;
}

export interface AuditEntry {
  readonly id: number;
  readonly at: string;
  readonly user_id: number | null;
  readonly email: string | null;
  readonly token_id: number | null;
  /** The name of the token at that time. */
  readonly token_name: string | null;
  readonly address: string | null;
  readonly user_agent: string | null;
  readonly action: string;
  readonly subject_type: string;
  readonly subject_id: number | null;
  readonly details: JsonObject;
}

export interface QuotaUsage {
  readonly resource: string;
  /** Can exceed a limit that was lowered. */
  readonly used: number;
  readonly limit: number;
}

export interface Quotas {
  readonly usage: readonly QuotaUsage[];
  readonly limits: {
    readonly min_interval_seconds: number;
    readonly max_timeout_seconds: number;
    /** Per mail channel. */
    readonly mail_recipients: number;
    readonly requests_per_minute: number;
  };
}
