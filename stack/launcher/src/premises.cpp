#include "premises.hpp"

#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstdlib>

#include "leftovers.hpp"
#include "state_file.hpp"
#include "system_error.hpp"

namespace orbbench::launcher {

namespace fs = std::filesystem;

Premises::Premises(const StackOptions& options)
    : runtime_(options.runtime_folder),
      account_(find_parts_account()),
      claimed_(RuntimeFolder::open(runtime_).claim(options.name)) {}

void Premises::make_part_folder(const fs::path& path) const {
  checked(mkdir(path.c_str(), 0700), path.c_str());
  if (account_) {
    checked(chown(path.c_str(), account_->uid, account_->gid), path.c_str());
  }
}

void Premises::furnish(const std::vector<Part>& parts) const {
  if (account_ && !can_traverse(*account_, folder())) {
    throw StackError(kExitUsage, "the parts run as user " + account_->name + ", who cannot enter " +
                                     folder().string() +
                                     ": set ORBBENCH_RUNTIME_DIR to a folder "
                                     "that is open to that user");
  }
  if ((folder() / "postgres" / ".s.PGSQL.65535").string().size() >= sizeof(sockaddr_un::sun_path)) {
    throw StackError(kExitUsage, folder().string() +
                                     " is too long a path for PostgreSQL's socket: set "
                                     "ORBBENCH_RUNTIME_DIR to a shorter one");
  }
  const fs::path logs = folder() / "logs";
  checked(mkdir(logs.c_str(), 0700), logs.c_str());
  for (const Part& part : parts) {
    make_part_folder(folder() / part.name);
  }
}

PartContext::Settings Premises::settings_of(const std::string& part) const {
  std::vector<std::string> environment{process_mark(folder()), "LANG=C.UTF-8",
                                       "HOME=" + (folder() / part).string()};
  for (const char* name : {"PATH", "LD_LIBRARY_PATH", "ASAN_OPTIONS", "LSAN_OPTIONS",
                           "TSAN_OPTIONS", "UBSAN_OPTIONS"}) {
    if (const char* value = std::getenv(name)) {
      environment.push_back(std::string(name) + "=" + value);
    }
  }
  return {part, folder() / part, log_of(folder(), part), environment, account_};
}

void Premises::discard() const {
  const RuntimeFolder locked = RuntimeFolder::open(runtime_);
  discard_stack_folder(folder());
}

}  // namespace orbbench::launcher
