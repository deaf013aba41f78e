#include "image.hpp"

#include <nlohmann/json.hpp>
#include <regex>
#include <sstream>
#include <stdexcept>

namespace orbbench::tests {
namespace {

using nlohmann::json;
using Words = std::vector<std::string>;

Words words_of(const std::string& text) {
  std::istringstream stream(text);
  return {std::istream_iterator<std::string>(stream), {}};
}

/// Lines that end with a backslash go on with the next; comments are dropped.
Words logical_lines(const std::string& text) {
  Words lines;
  std::string line;
  std::istringstream stream(text);
  for (std::string piece; std::getline(stream, piece);) {
    if (line.empty() && (piece.empty() || piece.front() == '#')) {
      continue;
    }
    const bool goes_on = piece.ends_with('\\');
    line += goes_on ? piece.substr(0, piece.size() - 1) : piece;
    if (!goes_on) {
      lines.push_back(line);
      line.clear();
    }
  }
  return lines;
}

Words installed_by(const std::string& run) {
  static const std::regex install("apt-get install ([^&|]*)");
  Words packages;
  for (std::sregex_iterator match(run.begin(), run.end(), install), end; match != end; ++match) {
    for (const std::string& word : words_of((*match)[1])) {
      if (word.front() != '-') {
        packages.push_back(word);
      }
    }
  }
  return packages;
}

Copy read_copy(const std::string& rest) {
  Copy copy;
  Words words = words_of(rest);
  if (!words.empty() && words.front().starts_with("--from=")) {
    copy.stage = words.front().substr(7);
    words.erase(words.begin());
  }
  if (words.size() < 2) {
    throw std::runtime_error("COPY " + rest + " names no source and target");
  }
  words.pop_back();
  copy.sources = std::move(words);
  return copy;
}

/// "FROM base AS name", on top of the stage that the base is, if it is one.
Image read_from(const std::string& rest, const Images& stages) {
  const Words words = words_of(rest);
  if (words.size() != 3 || words[1] != "AS") {
    throw std::runtime_error("FROM " + rest + " names no stage");
  }
  const auto below = stages.find(words[0]);
  Image image = below != stages.end() ? below->second : Image();
  image.base = below != stages.end() ? image.base : words[0];
  image.name = words[2];
  return image;
}

Words exec_form(const std::string& text) {
  const json words = json::parse(text, nullptr, false);
  return words.is_array() ? words.get<Words>() : Words();
}

void apply(Image& image, const std::string& instruction, const std::string& rest) {
  static const Words kSilent{"ENV", "EXPOSE", "VOLUME", "STOPSIGNAL", "CMD", "ARG"};
  if (instruction == "RUN") {
    image.runs.push_back(rest);
    const Words packages = installed_by(rest);
    image.packages.insert(image.packages.end(), packages.begin(), packages.end());
  } else if (instruction == "COPY") {
    image.copies.push_back(read_copy(rest));
  } else if (instruction == "USER") {
    image.user = rest;
  } else if (instruction == "ENTRYPOINT") {
    image.entry_point = exec_form(rest);
  } else if (instruction == "HEALTHCHECK") {
    image.health_check = exec_form(rest.substr(std::min(rest.find("CMD") + 3, rest.size())));
  } else if (std::ranges::find(kSilent, instruction) == kSilent.end()) {
    throw std::runtime_error("this test does not know " + instruction);
  }
}

void require(Words& problems, bool holds, const std::string& problem) {
  if (!holds) {
    problems.push_back(problem);
  }
}

void check_run(const std::string& run, Words& problems) {
  static const std::regex download(R"(\b(curl|wget|git clone|pip)\b)");
  require(problems, !std::regex_search(run, download), "downloads something: " + run);
  if (run.find("apt-get install") == std::string::npos) {
    return;
  }
  require(problems, run.find("--no-install-recommends") != std::string::npos,
          "installs what is merely recommended");
  require(problems, run.find("rm -rf /var/lib/apt/lists/*") != std::string::npos,
          "keeps the lists of packages");
}

}  // namespace

Images read_dockerfile(const std::string& text) {
  Images stages;
  std::string current;
  for (const std::string& line : logical_lines(text)) {
    const auto space = line.find(' ');
    const std::string instruction = line.substr(0, space);
    const std::string rest = space == std::string::npos ? "" : line.substr(space + 1);
    if (instruction == "FROM") {
      Image image = read_from(rest, stages);
      current = image.name;
      stages[current] = std::move(image);
    } else if (!current.empty()) {
      apply(stages[current], instruction, rest);
    } else if (instruction != "ARG") {
      throw std::runtime_error(instruction + " stands before the first FROM");
    }
  }
  return stages;
}

Words problems_of(const Image& image) {
  static const std::regex ordinary_user("[1-9][0-9]{3,}:[1-9][0-9]{3,}");
  Words problems;
  // By number: Kubernetes cannot tell whether a name is root's.
  require(problems, std::regex_match(image.user, ordinary_user),
          "runs as '" + image.user + "', which is no number of an ordinary user");
  require(problems, !image.entry_point.empty(), "has no entry point in exec form");
  for (const std::string& run : image.runs) {
    check_run(run, problems);
  }
  return problems;
}

}  // namespace orbbench::tests
