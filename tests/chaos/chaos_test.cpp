#include "chaos_test.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <iostream>

namespace orbbench::tests {
namespace {

namespace fs = std::filesystem;

std::size_t entries_of(const fs::path& folder) {
  std::error_code gone;
  return static_cast<std::size_t>(
      std::distance(fs::directory_iterator(folder, gone), fs::directory_iterator()));
}

}  // namespace

void ChaosTest::SetUp() {
  std::string pattern = fs::temp_directory_path() / "orbbench-chaos.XXXXXX";
  ASSERT_NE(mkdtemp(pattern.data()), nullptr);
  folder_ = pattern;
  ASSERT_EQ(chmod(folder_.c_str(), 0711), 0);  // the parts' user passes through
}

void ChaosTest::TearDown() {
  client_.reset();
  if (HasFailure() && stack_) {
    // The folder goes with the stack, and with it what the servers said.
    for (const auto& entry : fs::recursive_directory_iterator(stack_->folder())) {
      if (entry.path().extension() == ".log") {
        std::ifstream file(entry.path());
        std::vector<std::string> lines;
        for (std::string line; std::getline(file, line);) {
          lines.push_back(line);
        }
        const std::size_t shown = std::min<std::size_t>(lines.size(), 15);
        std::cout << "-- " << entry.path().filename().string() << '\n';
        for (std::size_t i = lines.size() - shown; i < lines.size(); ++i) {
          std::cout << lines[i].substr(0, 400) << '\n';
        }
      }
    }
  }
  under_test_.reset();
  stack_.reset();
  fs::remove_all(folder_);
}

launcher::StackOptions ChaosTest::options() const {
  launcher::StackOptions options;
  options.parts = launcher::all_parts();
  options.fault_injection = launcher::FaultInjection::Enabled;
  options.keeper_binary = ORBBENCH_BINARY;
  options.runtime_folder = folder_ / "run";
  return options;
}

void ChaosTest::start(const launcher::StackOptions& options) {
  stack_.emplace(launcher::Stack::start(options));
  under_test_.emplace(*stack_);
}

void ChaosTest::start_part(const std::string& part) {
  stack_->start_part(part);
  under_test_.emplace(*stack_);
  reconnect();
}

pid_t ChaosTest::pid_of(const std::string& part) const {
  const launcher::Endpoints& endpoints = stack_->endpoints();
  if (part == "postgres") {
    return endpoints.postgres->pid;
  }
  if (part == "redis") {
    return endpoints.redis->pid;
  }
  if (part == "core") {
    return endpoints.core->pid;
  }
  if (part == "security") {
    return endpoints.security->pid;
  }
  if (part == "gateway") {
    return endpoints.gateway->pid;
  }
  return std::ranges::find(endpoints.widget_cores, part, &launcher::WidgetCoreEndpoint::name)->pid;
}

void ChaosTest::make_widget(const nlohmann::json& fields) {
  user_ = new_user();
  client_.emplace(gateway(user_));
  widget_ = create_widget(*client_, fields);
}

Answer ChaosTest::invoke(const std::string& operation, const nlohmann::json& params,
                         const HeaderFields& headers) {
  return client_->post(path_of(widget_, "/orb/invoke"),
                       {{"operation", operation}, {"params", params}}, headers);
}

std::int64_t resident_octets(pid_t pid) {
  std::ifstream file("/proc/" + std::to_string(pid) + "/statm");
  std::int64_t total = 0;
  std::int64_t resident = 0;
  file >> total >> resident;
  return resident * sysconf(_SC_PAGESIZE);
}

std::size_t open_descriptors(pid_t pid) {
  return entries_of("/proc/" + std::to_string(pid) + "/fd");
}

std::size_t threads_of(pid_t pid) {
  return entries_of("/proc/" + std::to_string(pid) + "/task");
}

}  // namespace orbbench::tests
