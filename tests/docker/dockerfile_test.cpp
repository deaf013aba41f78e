#include <gmock/gmock.h>

#include <regex>
#include <set>
#include <sstream>

#include "documents.hpp"
#include "image.hpp"

namespace orbbench::tests {
namespace {

namespace fs = std::filesystem;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using Names = std::set<std::string>;

const Names kServices{"core", "security", "widget-core", "display", "gateway"};

/// What every Debian has, or what comes with the C++ library.
const Names kEssential{"libc6", "libgcc-s1", "libstdc++6"};

/// What is in an image to be run or drawn with, not to be linked with.
const Names kTools{"haproxy", "omniidl", "postgresql-15",    "redis-server",
                   "tzdata",  "xvfb",    "fonts-dejavu-core"};

Images images_of(const std::string& file) {
  return read_dockerfile(contents_of(project_folder() / "docker" / file));
}

Names words_in(const std::string& text) {
  std::istringstream words(text);
  return {std::istream_iterator<std::string>(words), {}};
}

Names installed_programs() {
  const std::string script = contents_of(project_folder() / "docker/build_programs");
  static const std::regex list(R"(for program in ([^;]*);)");
  std::smatch match;
  if (!std::regex_search(script, match, list)) {
    return {};
  }
  return words_in(std::regex_replace(match[1].str(), std::regex(R"(\\)"), ""));
}

/// The programs of ours that an image is given.
Names programs_of(const Image& image) {
  Names programs;
  for (const Copy& copy : image.copies) {
    for (const std::string& source : copy.sources) {
      if (source == "/programs/bin/") {
        programs.merge(installed_programs());
      } else if (source.starts_with("/programs/bin/")) {
        programs.insert(source.substr(14));
      }
    }
  }
  return programs;
}

/// The packages whose libraries these programs name themselves.
Names packages_needed_by(const Names& programs) {
  std::string files;
  for (const std::string& program : programs) {
    files += " '" + (fs::path(PROGRAMS_FOLDER) / program).string() + "'";
  }
  // dpkg knows a library in /usr/lib by that path, or by the one without /usr.
  const std::string script = "objdump -p" + files + R"sh( |
    awk '$1 == "NEEDED" { print $2 }' | sort -u | while read -r library; do
      path=$(ldconfig -p |
        awk -v name="$library" '$1 == name && $NF !~ /32\// && !seen++ { print $NF }')
      path=$(readlink -f "$path")
      printf '%s\n%s\n' "$path" "${path#/usr}"
    done | xargs dpkg -S 2> /dev/null | cut -d: -f1)sh";
  return words_in(run_shell(script).output);
}

TEST(DockerfileTest, EveryImageRunsAsAnOrdinaryUserAndLeavesNothingBehind) {
  Images images = images_of("Dockerfile");
  images.merge(images_of("Dockerfile.ada"));
  for (const std::string& name : kServices) {
    ASSERT_TRUE(images.contains(name)) << name;
    EXPECT_THAT(problems_of(images[name]), IsEmpty()) << name;
    EXPECT_FALSE(images[name].health_check.empty()) << name;
  }
  EXPECT_THAT(problems_of(images["orbbench"]), IsEmpty());
  EXPECT_THAT(problems_of(images["core-ada"]), IsEmpty());
}

TEST(DockerfileTest, WhatIsWrongWithAnImageIsSeen) {
  const std::string head = "FROM debian:12-slim AS it\n";
  const std::string rest = "USER 10001:10001\nENTRYPOINT [\"it\"]\n";
  const auto problems = [&](const std::string& text) {
    return problems_of(read_dockerfile(text).at("it"));
  };
  EXPECT_THAT(problems(head + rest), IsEmpty());
  EXPECT_THAT(problems(head + "ENTRYPOINT [\"it\"]\n"), Contains(HasSubstr("runs as ''")));
  EXPECT_THAT(problems(head + rest + "USER nobody\n"), Contains(HasSubstr("runs as 'nobody'")));
  EXPECT_THAT(problems(head + "USER 10001:10001\nENTRYPOINT it\n"),
              ElementsAre("has no entry point in exec form"));
  EXPECT_THAT(problems(head + "RUN apt-get update && apt-get install -y hello\n" + rest),
              ElementsAre("installs what is merely recommended", "keeps the lists of packages"));
  EXPECT_THAT(problems(head + "RUN curl -O https://example.org/x\n" + rest),
              ElementsAre(HasSubstr("downloads something")));
  EXPECT_THROW(problems(head + "ADD https://example.org/x /\n" + rest), std::runtime_error);
}

TEST(DockerfileTest, WhatIsCopiedIsThere) {
  for (const char* file : {"Dockerfile", "Dockerfile.ada"}) {
    const Images images = images_of(file);
    for (const auto& [name, image] : images) {
      for (const Copy& copy : image.copies) {
        EXPECT_TRUE(copy.stage.empty() || images.contains(copy.stage)) << name;
        for (const std::string& source : copy.sources) {
          EXPECT_TRUE(!copy.stage.empty() || fs::exists(project_folder() / source))
              << name << ": " << source;
        }
      }
    }
  }
}

TEST(DockerfileTest, EveryProgramThatIsCopiedIsBuilt) {
  const Names built = installed_programs();
  ASSERT_THAT(built, Contains("orbbench-core"));
  for (const auto& [name, image] : images_of("Dockerfile")) {
    for (const std::string& program : programs_of(image)) {
      EXPECT_THAT(built, Contains(program)) << name;
      EXPECT_TRUE(fs::exists(fs::path(PROGRAMS_FOLDER) / program)) << name << ": " << program;
    }
    if (kServices.contains(name) && !image.entry_point.empty() &&
        image.entry_point[0].starts_with("orbbench")) {
      EXPECT_THAT(programs_of(image), Contains(image.entry_point[0])) << name;
    }
  }
}

TEST(DockerfileTest, EveryPackageIsOneOfDebian) {
  const Names known = words_in(run_shell("apt-cache pkgnames").output);
  if (!known.contains("libwxgtk3.2-1")) {
    GTEST_SKIP() << "apt knows few packages here: apt-get update fetches their names";
  }
  for (const char* file : {"Dockerfile", "Dockerfile.ada"}) {
    for (const auto& [name, image] : images_of(file)) {
      for (const std::string& package : image.packages) {
        EXPECT_THAT(known, Contains(package)) << name;
      }
    }
  }
}

// An image that lacks a library is found when it is started, which nobody here can do.
TEST(DockerfileTest, AnImageHasTheLibrariesOfItsProgramsAndNoOthers) {
  if (!is_installed("dpkg") || !is_installed("objdump")) {
    GTEST_SKIP() << "there is no dpkg or no objdump to ask";
  }
  if (SANITIZED) {
    GTEST_SKIP() << "programs with sanitizers need libraries of theirs";
  }
  for (const auto& [name, image] : images_of("Dockerfile")) {
    const Names programs = programs_of(image);
    if (programs.empty()) {
      continue;
    }
    const Names needed = packages_needed_by(programs);
    EXPECT_TRUE(needed.contains("libc6")) << name << ": not even that was found";
    const Names listed(image.packages.begin(), image.packages.end());
    for (const std::string& package : needed) {
      EXPECT_TRUE(listed.contains(package) || kEssential.contains(package))
          << name << " lacks " << package;
    }
    for (const std::string& package : listed) {
      EXPECT_TRUE(needed.contains(package) || kTools.contains(package))
          << name << " needs no " << package;
    }
  }
}

}  // namespace
}  // namespace orbbench::tests
