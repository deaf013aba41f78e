#include "inventory/source_tree.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <set>
#include <system_error>
#include <utility>

#include "inventory/ada_reader.hpp"
#include "inventory/source_text.hpp"

namespace orbbench::inventory {
namespace {

namespace fs = std::filesystem;

bool is_ada(const fs::path& path) {
  const std::string extension = fold_case(path.extension().string());
  return extension == ".ads" || extension == ".adb" || extension == ".ada";
}

bool is_version_control(const std::string& name) {
  constexpr std::array<std::string_view, 4> kNames = {".git", ".hg", ".svn", "CVS"};
  return std::ranges::find(kNames, name) != kNames.end();
}

class Walk {
 public:
  Walk(SourceTree& tree, const TreeLimits& limits) : tree_(tree), limits_(limits) {}

  void folder(const fs::path& path, std::size_t depth) {
    if (depth > limits_.depth) {
      unread(path, "deeper than " + std::to_string(limits_.depth) + " folders");
      return;
    }
    if (!is_new(path)) {
      return;
    }
    for (const fs::directory_entry& entry : entries_of(path)) {
      take(entry, depth);
    }
  }

 private:
  // What is no link comes first, so that it is the file that is named and not a link to it.
  std::vector<fs::directory_entry> entries_of(const fs::path& path) {
    std::error_code error;
    std::vector<fs::directory_entry> entries;
    for (fs::directory_iterator next(path, error), end; !error && next != end;
         next.increment(error)) {
      entries.push_back(*next);
    }
    if (error) {
      unread(path, error.message());
    }
    std::ranges::sort(entries, {}, [](const fs::directory_entry& entry) {
      std::error_code ignored;  // a link that cannot be looked at is none that is followed
      return std::pair(entry.is_symlink(ignored), entry.path());
    });
    return entries;
  }

  void take(const fs::directory_entry& entry, std::size_t depth) {
    std::error_code error;
    const fs::path& path = entry.path();
    if (entry.is_directory(error)) {
      if (!is_version_control(path.filename().string())) {
        folder(path, depth + 1);
      }
      return;
    }
    if (!is_ada(path)) {
      return;
    }
    if (!entry.is_regular_file(error)) {
      unread(path, error ? error.message() : "is no regular file");
    } else if (is_new(path)) {
      file(path);
    }
  }

  void file(const fs::path& path) {
    if (tree_.files.size() >= limits_.files) {
      throw PathError("more than " + std::to_string(limits_.files) + " Ada sources in " +
                      tree_.root.string() + "; name a part of it");
    }
    tree_.files.push_back(path.lexically_relative(tree_.root).generic_string());
  }

  void unread(const fs::path& path, const std::string& reason) {
    tree_.unread.push_back({path.lexically_relative(tree_.root).generic_string(), reason});
  }

  bool is_new(const fs::path& path) {
    struct stat status {};
    return ::stat(path.c_str(), &status) != 0 || seen_.emplace(status.st_dev, status.st_ino).second;
  }

  SourceTree& tree_;
  const TreeLimits& limits_;
  std::set<std::pair<dev_t, ino_t>> seen_;
};

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) {
      ::close(number_);
    }
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  int number() const { return number_; }

 private:
  int number_;
};

std::string reason_of(int error) {
  return std::generic_category().message(error);
}

}  // namespace

SourceTree find_sources(const fs::path& path, const TreeLimits& limits) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (!fs::exists(status)) {
    throw PathError("cannot read " + path.string() + ": " +
                    (error ? error.message() : reason_of(ENOENT)));
  }
  SourceTree tree;
  if (fs::is_directory(status)) {
    tree.root = path;
    Walk(tree, limits).folder(path, 0);
  } else if (is_ada(path) && fs::is_regular_file(status)) {
    tree.root = path.parent_path();
    tree.files.push_back(path.filename().string());
  }
  if (tree.files.empty() && tree.unread.empty()) {
    throw PathError("no Ada source (.ads, .adb, .ada) in " + path.string());
  }
  if (tree.files.empty()) {
    throw PathError("cannot read " + path.string() + ": " + tree.unread.front().reason);
  }
  std::ranges::sort(tree.files);
  return tree;
}

// O_NONBLOCK: a pipe that has taken the file's place is not waited for.
std::string read_source(const fs::path& path, const TreeLimits& limits) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  struct stat status {};
  if (file.number() < 0 || ::fstat(file.number(), &status) != 0) {
    throw ReadError(reason_of(errno));
  }
  if (!S_ISREG(status.st_mode)) {
    throw ReadError("is no regular file");
  }
  if (static_cast<std::uintmax_t>(status.st_size) > limits.file_octets) {
    throw ReadError("larger than " + std::to_string(limits.file_octets) + " octets");
  }
  std::string text(static_cast<std::size_t>(status.st_size), '\0');
  std::size_t filled = 0;
  while (filled < text.size()) {
    const ssize_t got = ::read(file.number(), text.data() + filled, text.size() - filled);
    if (got < 0 && errno == EINTR) {
      continue;
    }
    if (got < 0) {
      throw ReadError(reason_of(errno));
    }
    if (got == 0) {
      break;
    }
    filled += static_cast<std::size_t>(got);
  }
  text.resize(filled);
  return text;
}

}  // namespace orbbench::inventory
