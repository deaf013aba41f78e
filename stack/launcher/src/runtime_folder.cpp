#include "runtime_folder.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>

#include "leftovers.hpp"
#include "orbbench/launcher/named_stack.hpp"
#include "orbbench/launcher/stack_error.hpp"
#include "system_error.hpp"

namespace orbbench::launcher {
namespace {

namespace fs = std::filesystem;

/// In every stack's folder: nothing without it is ever removed with its contents.
constexpr const char* kMarker = ".orbbench-stack";
constexpr const char* kPrivatePattern = "private.XXXXXX";

/// Root's parts run as another user, who must pass through but need not list.
mode_t folder_mode() {
  return geteuid() == 0 ? 0711 : 0700;
}

process::FileDescriptor open_folder(const fs::path& path) {
  return process::FileDescriptor(
      open(path.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
}

bool try_lock(const process::FileDescriptor& folder) {
  return flock(folder.number(), LOCK_EX | LOCK_NB) == 0;
}

void wait_for_lock(const process::FileDescriptor& folder, const fs::path& path) {
  while (flock(folder.number(), LOCK_EX) != 0) {
    if (errno != EINTR) {
      throw StackError(kExitInvalid, "cannot lock " + path.string() + ": " + errno_text());
    }
  }
}

bool is_still_at(const process::FileDescriptor& folder, const fs::path& path) {
  struct stat opened {};
  struct stat named {};
  return fstat(folder.number(), &opened) == 0 && lstat(path.c_str(), &named) == 0 &&
         opened.st_ino == named.st_ino && opened.st_dev == named.st_dev;
}

void require_own(const process::FileDescriptor& folder, const fs::path& path) {
  struct stat facts {};
  checked(fstat(folder.number(), &facts), path.c_str());
  if (facts.st_uid != geteuid() || (facts.st_mode & (S_IWGRP | S_IWOTH)) != 0) {
    throw StackError(kExitInvalid, path.string() +
                                       " can be written by others: remove it, or set "
                                       "ORBBENCH_RUNTIME_DIR to a folder of your own");
  }
}

enum class Existing { Taken, Refused };

void make_folder(const fs::path& path, Existing existing) {
  if (mkdir(path.c_str(), folder_mode()) != 0) {
    if (errno == EEXIST && existing == Existing::Taken) {
      return;
    }
    throw StackError(kExitUsage, "cannot make the folder " + path.string() + ": " + errno_text() +
                                     "; set ORBBENCH_RUNTIME_DIR to another one");
  }
  // mkdir's mode has lost the bits of the caller's umask.
  checked(chmod(path.c_str(), folder_mode()), path.c_str());
}

bool is_stack_folder(const fs::path& path) {
  struct stat marker {};
  return lstat((path / kMarker).c_str(), &marker) == 0 && S_ISREG(marker.st_mode) &&
         marker.st_uid == geteuid();
}

void write_marker(const fs::path& folder) {
  const fs::path marker = folder / kMarker;
  process::FileDescriptor(
      checked(open(marker.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600), marker.c_str()));
}

fs::path make_private_folder(const fs::path& parent) {
  std::string path = parent / kPrivatePattern;
  if (mkdtemp(path.data()) == nullptr) {
    throw StackError(kExitInvalid,
                     "cannot make a folder in " + parent.string() + ": " + errno_text());
  }
  checked(chmod(path.c_str(), folder_mode()), path.c_str());
  return path;
}

}  // namespace

fs::path default_runtime_folder() {
  if (const char* given = std::getenv("ORBBENCH_RUNTIME_DIR"); given != nullptr && *given != '\0') {
    return given;
  }
  const char* session = std::getenv("XDG_RUNTIME_DIR");
  if (geteuid() != 0 && session != nullptr && *session != '\0') {
    return fs::path(session) / "orbbench";
  }
  return "/tmp/orbbench-" + std::to_string(geteuid());
}

void require_stack_name(const std::string& name) {
  const bool fits =
      !name.empty() && name.size() <= 32 && std::ranges::all_of(name, [](char letter) {
        return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
               (letter >= '0' && letter <= '9') || letter == '-' || letter == '_';
      });
  if (!fits) {
    throw StackError(kExitUsage, "'" + name.substr(0, 40) +
                                     "' cannot name a stack: use 1 to 32 letters, digits, - and _");
  }
}

RuntimeFolder::RuntimeFolder(fs::path path, process::FileDescriptor lock)
    : path_(std::move(path)), lock_(std::move(lock)) {}

RuntimeFolder RuntimeFolder::open(const fs::path& path) {
  while (true) {
    make_folder(path, Existing::Taken);
    if (auto folder = open_existing(path)) {
      return std::move(*folder);
    }
  }
}

std::optional<RuntimeFolder> RuntimeFolder::open_existing(const fs::path& given) {
  const fs::path path = fs::absolute(given).lexically_normal();
  while (true) {
    process::FileDescriptor folder = open_folder(path);
    if (!folder.is_open() && errno == ENOENT) {
      return std::nullopt;
    }
    if (!folder.is_open()) {
      throw StackError(kExitInvalid,
                       "cannot use the folder " + path.string() + ": " + errno_text());
    }
    require_own(folder, path);
    wait_for_lock(folder, path);
    // The holder before may have been the last one out, and have removed it.
    if (is_still_at(folder, path)) {
      return RuntimeFolder(path, std::move(folder));
    }
  }
}

RuntimeFolder::~RuntimeFolder() {
  if (lock_.is_open()) {
    rmdir(path_.c_str());  // refuses unless it is empty
  }
}

ClaimedFolder RuntimeFolder::claim(const std::string& name) const {
  if (!name.empty()) {
    require_stack_name(name);
  }
  sweep();
  if (!name.empty() && is_up(name)) {
    throw StackError(kExitUsage, "a stack named " + name +
                                     " is up already: `orbbench stack down --name " + name +
                                     "` stops it, or give this one another --name");
  }
  fs::path path = path_ / name;
  if (name.empty()) {
    path = make_private_folder(path_);
  } else {
    // Never a folder that is there already: its contents would go with the stack.
    make_folder(path, Existing::Refused);
  }
  process::FileDescriptor lock = open_folder(path);
  if (!lock.is_open() || !try_lock(lock)) {
    throw StackError(kExitInvalid, "cannot lock " + path.string() + ": " + errno_text());
  }
  write_marker(path);
  return {path, std::move(lock)};
}

bool RuntimeFolder::is_up(const std::string& name) const {
  const process::FileDescriptor folder = open_folder(path_ / name);
  return folder.is_open() && !try_lock(folder);
}

void RuntimeFolder::sweep() const {
  for (const auto& entry : fs::directory_iterator(path_)) {
    const process::FileDescriptor folder = open_folder(entry.path());
    if (!folder.is_open() || !try_lock(folder)) {
      continue;
    }
    if (is_stack_folder(entry.path())) {
      discard_stack_folder(entry.path());
    } else {
      rmdir(entry.path().c_str());  // a keeper killed before it wrote its marker left it empty
    }
  }
}

}  // namespace orbbench::launcher
