#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "orbbench/process/file_descriptor.hpp"

namespace orbbench::launcher {

/// A stack's folder and the lock on it. The lock is the sign that the keeper lives: the kernel
/// drops it with the process, whatever that dies of.
struct ClaimedFolder {
  std::filesystem::path path;
  process::FileDescriptor lock;
};

/// The folder of the stacks of one user, locked against every other orbbench while this lives, so
/// that nobody sees a stack's folder made but not yet locked. Hold it for milliseconds. The last
/// one out removes the folder if it is empty.
class RuntimeFolder {
 public:
  /// Makes the folder if need be. Throws StackError when it is not this user's alone to write.
  static RuntimeFolder open(const std::filesystem::path& path);
  /// None when there is no such folder.
  static std::optional<RuntimeFolder> open_existing(const std::filesystem::path& path);

  RuntimeFolder(RuntimeFolder&&) = default;
  RuntimeFolder& operator=(RuntimeFolder&&) = delete;
  ~RuntimeFolder();

  /// A new folder for the stack of that name, or, for an empty one, a private stack. Throws
  /// StackError when a stack of that name is up.
  ClaimedFolder claim(const std::string& name) const;

  /// Whether a living keeper holds the folder of that name.
  bool is_up(const std::string& name) const;

  /// Discards what dead keepers left.
  void sweep() const;

 private:
  RuntimeFolder(std::filesystem::path path, process::FileDescriptor lock);

  std::filesystem::path path_;
  process::FileDescriptor lock_;
};

/// Throws StackError for a name that a stack cannot have.
void require_stack_name(const std::string& name);

}  // namespace orbbench::launcher
