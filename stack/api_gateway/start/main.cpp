#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <system_error>

#include "gateway_options.hpp"
#include "orbbench/process/file_descriptor.hpp"

namespace {

using namespace orbbench;
using namespace orbbench::gateway;

namespace fs = std::filesystem;

constexpr int kUsageError = 64;  // EX_USAGE of sysexits.h
constexpr int kCannotServe = 3;

/// Anew, at the same name: one that reads it meanwhile has the former.
void write_file(const fs::path& path, std::string_view text) {
  const fs::path draft = path.string() + ".new";
  std::ofstream file(draft, std::ios::trunc);
  file << text;
  file.close();
  if (!file) {
    throw std::system_error(errno, std::generic_category(), draft.string());
  }
  fs::rename(draft, path);
}

/// HAProxy reads it when it starts; the security service writes it, where there is something.
void ensure_revocations_file(const fs::path& path) {
  const process::FileDescriptor file(
      open(path.c_str(), O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600));
  if (file.number() < 0) {
    throw std::system_error(errno, std::generic_category(), path.string());
  }
}

void prepare(const GatewayOptions& options, const fs::path& configuration) {
  write_file(configuration, render(options.settings));
  write_file(options.settings.script, script());
  ensure_revocations_file(options.settings.revocations_file);
}

/// This process becomes HAProxy, so that who ends, watches or limits it has to do with HAProxy. It
/// finds nothing in its environment but the key.
void become_haproxy(const GatewayOptions& options, const fs::path& configuration) {
  std::string key = std::string(kKeyVariable) + "=" + options.jwt_key;
  char* const environment[] = {key.data(), nullptr};
  execle(options.haproxy.c_str(), "haproxy", "-db", "-f", configuration.c_str(), nullptr,
         environment);
  throw std::system_error(errno, std::generic_category(), options.haproxy.string());
}

}  // namespace

int main(int argc, char** argv) {
  GatewayOptions options;
  if (const auto exit_code = read_options(argc, argv, options)) {
    return *exit_code;
  }
  umask(S_IRWXG | S_IRWXO);
  try {
    const fs::path configuration = options.folder / "haproxy.cfg";
    prepare(options, configuration);
    become_haproxy(options, configuration);
  } catch (const std::invalid_argument& error) {
    std::cerr << "orbbench-gateway: " << error.what() << '\n';
    return kUsageError;
  } catch (const std::system_error& error) {
    std::cerr << "orbbench-gateway: " << error.what() << '\n';
  }
  return kCannotServe;
}
