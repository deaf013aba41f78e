#include "tables/table_file.hpp"

#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdio>
#include <memory>
#include <stdexcept>
#include <system_error>

namespace orbbench::console {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void refuse(int error) {
  throw std::system_error(error, std::generic_category());
}

void require(bool done) {
  if (!done) {
    refuse(errno);
  }
}

struct CloseFile {
  void operator()(std::FILE* file) const { std::fclose(file); }
};

/// A file beside another, under a name that no other thread or program takes; gone with this unless
/// it was put in the other's place.
class Draft {
 public:
  explicit Draft(const fs::path& file) : file_(file), path_(name_beside(file)) {}
  ~Draft() {
    std::error_code ignored;
    fs::remove(path_, ignored);
  }
  Draft(const Draft&) = delete;
  Draft& operator=(const Draft&) = delete;

  void write(const std::string& text) const {
    // Not to be handed on to a run that is started meanwhile.
    std::unique_ptr<std::FILE, CloseFile> output(std::fopen(path_.c_str(), "wbex"));
    require(output != nullptr);
    require(std::fwrite(text.data(), 1, text.size(), output.get()) == text.size());
    require(std::fclose(output.release()) == 0);
  }

  void put_in_place() const {
    std::error_code unknown;
    const fs::file_status before = fs::status(file_, unknown);
    if (fs::exists(before)) {
      fs::permissions(path_, before.permissions(), unknown);
    }
    fs::rename(path_, file_);
  }

 private:
  static fs::path name_beside(const fs::path& file) {
    static std::atomic<unsigned> count = 0;
    return file.string() + '.' + std::to_string(::getpid()) + '-' + std::to_string(++count);
  }

  fs::path file_;
  fs::path path_;
};

/// Where links lead. A pipe or a device is no place for a file.
fs::path place_of(const fs::path& file) {
  std::error_code unknown;
  const fs::path place = fs::weakly_canonical(file, unknown);
  const fs::file_status there = fs::status(file, unknown);
  if (fs::is_directory(there)) {
    refuse(EISDIR);
  }
  if (fs::exists(there) && !fs::is_regular_file(there)) {
    refuse(EINVAL);
  }
  return place.empty() ? file : place;
}

}  // namespace

void replace_file(const fs::path& file, const std::string& text) {
  try {
    const Draft draft(place_of(file));
    draft.write(text);
    draft.put_in_place();
  } catch (const std::system_error& error) {
    throw std::runtime_error("cannot write " + file.string() + ": " + error.code().message());
  }
}

}  // namespace orbbench::console
