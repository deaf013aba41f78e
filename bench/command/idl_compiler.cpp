#include "idl_compiler.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>

#include "catalogue_back_end.hpp"
#include "orbbench/orb_client/errors.hpp"

extern char** environ;

namespace orbbench::bench {
namespace {

namespace fs = std::filesystem;
using orb_client::ConfigError;

/// A folder of this run's own, gone with it.
class WorkFolder {
 public:
  WorkFolder() {
    std::string pattern = (fs::temp_directory_path() / "orbbench-idl-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) {
      throw std::system_error(errno, std::generic_category(), "cannot make " + pattern);
    }
    path_ = pattern;
  }
  ~WorkFolder() {
    std::error_code ignored;  // a temporary folder that stays is no reason to end the process
    fs::remove_all(path_, ignored);
  }
  WorkFolder(const WorkFolder&) = delete;
  WorkFolder& operator=(const WorkFolder&) = delete;

  fs::path operator/(const char* name) const { return path_ / name; }
  std::string text() const { return path_.string(); }

 private:
  fs::path path_;
};

class FileActions {
 public:
  FileActions() { posix_spawn_file_actions_init(&actions_); }
  ~FileActions() { posix_spawn_file_actions_destroy(&actions_); }
  FileActions(const FileActions&) = delete;
  FileActions& operator=(const FileActions&) = delete;

  void redirect(int descriptor, const fs::path& file) {
    posix_spawn_file_actions_addopen(&actions_, descriptor, file.c_str(),
                                     O_WRONLY | O_CREAT | O_APPEND, 0600);
  }
  const posix_spawn_file_actions_t* get() const { return &actions_; }

 private:
  posix_spawn_file_actions_t actions_;
};

/// Its exit status, or -1 when it was killed.
int run(std::vector<std::string> words, const fs::path& complaints) {
  std::vector<char*> arguments;
  for (std::string& word : words) {
    arguments.push_back(word.data());
  }
  arguments.push_back(nullptr);
  FileActions actions;
  actions.redirect(STDOUT_FILENO, complaints);
  actions.redirect(STDERR_FILENO, complaints);
  pid_t pid = 0;
  const int error =
      posix_spawnp(&pid, arguments[0], actions.get(), nullptr, arguments.data(), environ);
  if (error != 0) {
    throw ConfigError("cannot run omniidl, which reads IDL: the Debian package omniidl has it");
  }
  int status = 0;
  while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

std::string read(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

std::string first_line(const std::string& text) {
  return text.substr(0, text.find('\n'));
}

}  // namespace

std::string compile_idl(const std::string& file, const std::vector<std::string>& include_folders) {
  if (!std::ifstream(file)) {
    throw ConfigError("cannot read " + file);
  }
  const WorkFolder folder;
  std::ofstream(folder / "catalogue.py") << kCatalogueBackEnd;
  std::vector<std::string> words = {"omniidl", "-p" + folder.text(), "-bcatalogue",
                                    "-Wbout=" + (folder / "catalogue.json").string()};
  for (const std::string& include : include_folders) {
    words.push_back("-I" + include);
  }
  words.push_back(fs::absolute(file).string());
  if (run(words, folder / "complaints") != 0) {
    throw ConfigError("omniidl does not take the IDL: " + first_line(read(folder / "complaints")));
  }
  return read(folder / "catalogue.json");
}

}  // namespace orbbench::bench
