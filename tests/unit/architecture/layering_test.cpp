// Holds the table of docs/architecture.md true: which folder may include what.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <string>
#include <vector>

namespace orbbench::tests {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::IsEmpty;
using Folders = std::vector<std::string>;

struct Include {
  std::string file;  // relative to the project
  std::string header;
};

/// Headers that only some folders may include.
struct Fence {
  std::regex header;
  Folders allowed;
};

const std::vector<Fence>& fences() {
  static const std::vector<Fence> all{
      {std::regex("omniORB4/.*|omnithread.*|(orb_core|echo|all_functions|all_types)\\.hh"),
       {"orb_client/src/", "stack/", "bench/micro/", "bench/side_by_side/", "tests/"}},
      {std::regex("(gtk|gdk|X11|cairo)/.*|gtk.*"), {"widget_bridge/view/", "tests/"}},
      {std::regex("wx/.*"), {"widget_bridge/view/", "tests/"}},
      {std::regex("prometheus/.*"), {"metrics/"}},
      {std::regex("pqxx/.*"), {"metrics/", "stack/", "tests/"}},
      {std::regex("orbbench/orb_client/.*"),
       {"orb_client/", "widget_bridge/", "bench/", "stack/", "tests/"}},
      {std::regex("orbbench/metrics/.*"),
       {"metrics/", "widget_bridge/", "bench/", "stack/", "tests/"}},
      {std::regex("orbbench/widget_bridge/.*"), {"widget_bridge/", "stack/", "tests/"}},
      {std::regex("orbbench/launcher/.*"), {"stack/launcher/", "bench/", "tests/"}},
      {std::regex("orbbench/database/.*"), {"stack/", "bench/results/", "tests/"}},
      {std::regex("orbbench/store/.*"), {"metrics/store/", "metrics/work/", "bench/", "tests/"}},
      {std::regex("orbbench/work/.*"), {"metrics/work/", "bench/", "tests/"}},
      {std::regex("orbbench/process/.*"), {"stack/", "bench/", "tests/"}},
      {std::regex("orbbench/service/.*"), {"stack/", "tests/"}},
      {std::regex("(checks|duet|faults|gate|interop|inventory|load|report|results|selfcheck|soak|"
                  "command)/.*"),
       {"bench/", "tests/"}},
      {std::regex("asio.*"), {"bench/faults/", "bench/micro/"}},
      {std::regex("benchmark/.*"), {"bench/micro/", "tests/micro/"}},
  };
  return all;
}

bool starts_with_any(const std::string& file, const Folders& folders) {
  return std::any_of(folders.begin(), folders.end(),
                     [&](const std::string& folder) { return file.starts_with(folder); });
}

std::vector<std::string> find_breaches(const std::vector<Include>& includes) {
  std::vector<std::string> breaches;
  for (const Include& include : includes) {
    for (const Fence& fence : fences()) {
      if (std::regex_match(include.header, fence.header) &&
          !starts_with_any(include.file, fence.allowed)) {
        breaches.push_back(include.file + " includes " + include.header);
      }
    }
  }
  return breaches;
}

std::vector<Include> includes_of(const fs::path& project, const fs::path& path) {
  static const std::regex directive(R"(^\s*#\s*include\s*[<"]([^>"]+)[>"].*)");
  std::vector<Include> includes;
  std::ifstream file(path);
  std::string line;
  std::smatch match;
  while (std::getline(file, line)) {
    if (std::regex_match(line, match, directive)) {
      includes.push_back({fs::relative(path, project).string(), match[1]});
    }
  }
  return includes;
}

std::vector<Include> all_includes() {
  const fs::path project(PROJECT_FOLDER);
  std::vector<Include> includes;
  for (const char* folder : {"orb_client", "metrics", "widget_bridge", "bench", "stack", "tests"}) {
    for (const auto& entry : fs::recursive_directory_iterator(project / folder)) {
      if (entry.path().extension() == ".cpp" || entry.path().extension() == ".hpp") {
        const auto found = includes_of(project, entry.path());
        includes.insert(includes.end(), found.begin(), found.end());
      }
    }
  }
  return includes;
}

TEST(LayeringTest, EveryIncludeStaysWithinItsFence) {
  const auto includes = all_includes();
  ASSERT_GT(includes.size(), 100U) << "the scan found too little to mean anything";
  EXPECT_THAT(find_breaches(includes), IsEmpty());
}

TEST(LayeringTest, ABreachIsFound) {
  EXPECT_THAT(find_breaches({{"metrics/src/a.cpp", "omniORB4/CORBA.h"},
                             {"orb_client/src/b.cpp", "omniORB4/CORBA.h"},
                             {"orb_client/include/c.hpp", "omniORB4/CORBA.h"},
                             {"metrics/src/d.cpp", "orbbench/orb_client/endpoint.hpp"},
                             {"bench/checks/e.cpp", "pqxx/pqxx"}}),
              ElementsAre("metrics/src/a.cpp includes omniORB4/CORBA.h",
                          "orb_client/include/c.hpp includes omniORB4/CORBA.h",
                          "metrics/src/d.cpp includes orbbench/orb_client/endpoint.hpp",
                          "bench/checks/e.cpp includes pqxx/pqxx"));
}

}  // namespace
}  // namespace orbbench::tests
