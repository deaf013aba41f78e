#include "spool_file.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <ctime>

#include "orbbench/store/store_error.hpp"
#include "orbbench/store/stored_run.hpp"

namespace orbbench::store {
namespace {

namespace fs = std::filesystem;

constexpr const char* kUnfinished = ".unfinished-";
// A writer takes milliseconds; one that has only just opened its file has not locked it yet.
constexpr std::time_t kSecondsUntilSwept = 3600;

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) {
      close(number_);
    }
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int number() const { return number_; }

 private:
  int number_;
};

[[noreturn]] void fail(const std::string& what, const fs::path& path) {
  throw StoreError("cannot " + what + " " + path.string() + ": " + std::strerror(errno));
}

void require(bool succeeded, const char* what, const fs::path& path) {
  if (!succeeded) {
    fail(what, path);
  }
}

void sync_folder(const fs::path& folder) {
  const Descriptor opened(open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  require(opened.number() >= 0 && fsync(opened.number()) == 0, "sync", folder);
}

void write_all(const Descriptor& file, const std::string& text, const fs::path& path) {
  std::size_t written = 0;
  while (written < text.size()) {
    const ssize_t taken = write(file.number(), text.data() + written, text.size() - written);
    if (taken < 0 && errno == EINTR) {
      continue;
    }
    require(taken >= 0, "write", path);
    written += static_cast<std::size_t>(taken);
  }
}

/// Not there any more unless it was renamed.
class UnfinishedFile {
 public:
  explicit UnfinishedFile(const fs::path& folder)
      : path_(folder / (kUnfinished + make_uuid())),
        file_(open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600)) {
    require(file_.number() >= 0 && flock(file_.number(), LOCK_EX) == 0, "write", path_);
  }
  ~UnfinishedFile() { unlink(path_.c_str()); }
  UnfinishedFile(const UnfinishedFile&) = delete;
  UnfinishedFile& operator=(const UnfinishedFile&) = delete;

  void finish(const std::string& text, const fs::path& name) {
    write_all(file_, text, path_);
    // Its contents before its name: else a power cut may leave the name of an empty file.
    require(fsync(file_.number()) == 0, "sync", path_);
    require(rename(path_.c_str(), name.c_str()) == 0, "rename to", name);
  }

 private:
  fs::path path_;
  Descriptor file_;
};

/// Through root's folders another user may have to pass, who runs a server in one beside this.
mode_t passage_mode() {
  return geteuid() == 0 ? 0711 : 0700;
}

bool is_abandoned(const fs::path& path) {
  const Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
  struct stat facts {};
  return file.number() >= 0 && fstat(file.number(), &facts) == 0 &&
         facts.st_mtime + kSecondsUntilSwept < std::time(nullptr) &&
         flock(file.number(), LOCK_EX | LOCK_NB) == 0;
}

}  // namespace

void make_durable_folder(const fs::path& folder, mode_t mode) {
  std::error_code unknown;  // mkdir says what is wrong
  if (fs::is_directory(folder, unknown)) {
    return;
  }
  if (folder.has_parent_path() && folder.parent_path() != folder) {
    make_durable_folder(folder.parent_path(), passage_mode());
  }
  require(mkdir(folder.c_str(), mode) == 0 || errno == EEXIST, "make the folder", folder);
  sync_folder(folder.parent_path());
}

void write_durably(const fs::path& path, const std::string& text) {
  UnfinishedFile(path.parent_path()).finish(text, path);
  sync_folder(path.parent_path());
}

std::optional<std::string> read_whole(const fs::path& path, std::size_t most_octets) {
  const Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
  if (file.number() < 0 && errno == ENOENT) {
    return std::nullopt;
  }
  struct stat facts {};
  require(file.number() >= 0 && fstat(file.number(), &facts) == 0, "read", path);
  if (!S_ISREG(facts.st_mode) || static_cast<std::size_t>(facts.st_size) > most_octets) {
    throw RunFormatError("it is no file, or a larger one than 256 MiB");
  }
  std::string text(static_cast<std::size_t>(facts.st_size), '\0');
  std::size_t filled = 0;
  ssize_t taken = 1;
  while (filled < text.size() && taken != 0) {
    taken = read(file.number(), text.data() + filled, text.size() - filled);
    require(taken >= 0 || errno == EINTR, "read", path);
    filled += taken > 0 ? static_cast<std::size_t>(taken) : 0;
  }
  text.resize(filled);
  return text;
}

void sweep_unfinished(const fs::path& folder) {
  std::error_code gone;
  for (const auto& entry : fs::directory_iterator(folder, gone)) {
    if (entry.path().filename().string().starts_with(kUnfinished) && is_abandoned(entry.path())) {
      unlink(entry.path().c_str());
    }
  }
}

}  // namespace orbbench::store
