/** The operations of the file system that the algorithm is made of. Each one is atomic. */
export interface VersionFiles {
  link(file: string, name: string): Promise<void>;
  mkdir(folder: string, options: { recursive: true; mode: number }): Promise<unknown>;
  readdir(folder: string): Promise<string[]>;
  rename(from: string, to: string): Promise<void>;
  rm(
    name: string,
    options: { recursive?: boolean; force: true; maxRetries?: number; retryDelay?: number },
  ): Promise<void>;
  stat(file: string): Promise<FileFacts>;
}

/** What is known about a file. */
export interface FileFacts {
  readonly ino: number;
  readonly size: number;
  readonly mtime: Date;
  readonly mtimeMs: number;
  isDirectory(): boolean;
}
