export interface PackedFile {
  readonly path: string;
  readonly type: string;
  readonly immutable: boolean;
  readonly bytes: Buffer;
  readonly compressed: Readonly<Record<string, Buffer>>;
}

export function pack(files: readonly PackedFile[]): Buffer;
export function unpack(bytes: Buffer): {
  readonly path: string;
  readonly type: string;
  readonly etag: string;
  readonly immutable: boolean;
  readonly encodings: Readonly<Record<string, Buffer>>;
}[];
