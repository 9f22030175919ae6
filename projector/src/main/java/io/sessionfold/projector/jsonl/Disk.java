package io.sessionfold.projector.jsonl;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * Everything that changes the disk, so that a test can let the n-th operation fail. Reading does
 * not go through here.
 */
interface Disk {
  /** Opens a file for appending, and creates it if it is not there. Never through a link. */
  FileChannel openForAppend(Path file) throws IOException;

  /** Creates a file, in place of any that is there, and opens it for appending. */
  FileChannel create(Path file) throws IOException;

  /** Writes all bytes; after a failure any part of them may be written. */
  void write(FileChannel file, ByteBuffer bytes) throws IOException;

  void truncate(FileChannel file, long length) throws IOException;

  /** Makes content and length durable. */
  void sync(FileChannel file) throws IOException;

  /** Makes the names in a directory durable. */
  void syncDirectory(Path directory) throws IOException;

  /** Creates one directory; one that is there is fine. */
  void createDirectory(Path directory) throws IOException;

  /** Puts a file in the place of another, atomically. */
  void move(Path from, Path to) throws IOException;

  /** Creates a symbolic link, never in place of anything. */
  void link(Path link, Path target) throws IOException;

  /** Deletes a file, a link or an empty directory; returns whether it was there. */
  boolean delete(Path path) throws IOException;
}
