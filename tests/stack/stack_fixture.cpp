#include "stack_fixture.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <sstream>
#include <thread>

namespace orbbench::tests {
namespace {

namespace fs = std::filesystem;

std::string contents(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();  // reading from a process that has just ended fails, which this endures
  return text.str();
}

bool mentions(const fs::path& process, const std::string& text) {
  std::error_code gone;
  const std::string working_folder = fs::read_symlink(process / "cwd", gone).string();
  return contents(process / "environ").find(text) != std::string::npos ||
         contents(process / "cmdline").find(text) != std::string::npos ||
         working_folder.find(text) != std::string::npos;
}

bool is_zombie(const fs::path& process) {
  const std::string status = contents(process / "stat");
  const auto name_end = status.rfind(')');
  return name_end != std::string::npos && status.compare(name_end, 3, ") Z") == 0;
}

std::vector<pid_t> all_processes() {
  std::vector<pid_t> processes;
  for (const auto& entry : fs::directory_iterator("/proc")) {
    const std::string name = entry.path().filename().string();
    if (std::ranges::all_of(name, [](char digit) { return digit >= '0' && digit <= '9'; })) {
      processes.push_back(std::stoi(name));
    }
  }
  return processes;
}

}  // namespace

void StackFixture::SetUp() {
  std::string pattern = fs::temp_directory_path() / "orbbench-test.XXXXXX";
  ASSERT_NE(mkdtemp(pattern.data()), nullptr);
  folder_ = pattern;
  ASSERT_EQ(chmod(folder_.c_str(), 0711), 0);
}

void StackFixture::TearDown() {
  EXPECT_TRUE(eventually([this] { return processes().empty(); }))
      << processes().size() << " processes are left";
  EXPECT_FALSE(fs::exists(runtime_folder())) << "a stack's folder is left";
  fs::remove_all(folder_);
}

launcher::StackOptions StackFixture::options(std::vector<std::string> parts) const {
  launcher::StackOptions options;
  options.parts = std::move(parts);
  options.keeper_binary = ORBBENCH_BINARY;
  options.runtime_folder = runtime_folder();
  return options;
}

std::vector<std::string> StackFixture::environment() const {
  return {"ORBBENCH_RUNTIME_DIR=" + runtime_folder().string()};
}

Finished StackFixture::run(const std::vector<std::string>& arguments) const {
  return finish(arguments, environment());
}

fs::path StackFixture::write_core(const std::string& script) const {
  fs::path path = folder_ / "core-stand-in";
  std::ofstream(path) << "#!/bin/sh\n" << script << '\n';
  chmod(path.c_str(), 0755);
  return path;
}

std::vector<pid_t> StackFixture::processes() const {
  std::vector<pid_t> found;
  std::ranges::copy_if(all_processes(), std::back_inserter(found), [this](pid_t pid) {
    const fs::path process = "/proc/" + std::to_string(pid);
    return pid != getpid() && !is_zombie(process) && mentions(process, folder_.string());
  });
  return found;
}

std::vector<pid_t> StackFixture::processes_called(const std::string& name) const {
  std::vector<pid_t> found;
  std::ranges::copy_if(processes(), std::back_inserter(found), [&](pid_t pid) {
    return contents("/proc/" + std::to_string(pid) + "/comm") == name + "\n";
  });
  return found;
}

bool StackFixture::eventually(const std::function<bool()>& holds) {
  const auto limit = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (!holds()) {
    if (std::chrono::steady_clock::now() > limit) {
      return false;
    }
    std::this_thread::yield();
  }
  return true;
}

bool is_listening(std::uint16_t port) {
  const int client = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const int result = connect(client, reinterpret_cast<const sockaddr*>(&address), sizeof address);
  close(client);
  return result == 0;
}

}  // namespace orbbench::tests
