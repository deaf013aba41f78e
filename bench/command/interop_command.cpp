#include "interop_command.hpp"

#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <list>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "interop/case.hpp"
#include "interop/peer.hpp"
#include "interop/peer_process.hpp"
#include "interop/report/matrix_reports.hpp"
#include "interop/runner.hpp"
#include "interop_result.hpp"
#include "kept_result.hpp"
#include "orbbench/launcher/stop_signals.hpp"
#include "orbbench/orb_client/errors.hpp"
#include "orbbench/process/program_path.hpp"
#include "progress.hpp"
#include "progress_events.hpp"
#include "results/results.hpp"

namespace orbbench::bench {
namespace {

using namespace orbbench::interop;
using orb_client::ConfigError;

constexpr int kExitInterrupted = 3;

struct InteropOptions {
  std::vector<std::string> peers;
  std::vector<std::string> interfaces;
  std::vector<std::string> cases;
  std::vector<std::string> case_files;
  bool list = false;
  std::string report_folder;
  bool store = false;
};

/// The reports, opened before the run so that a path that cannot be written is known at once.
class MatrixFiles {
 public:
  using Render = std::string (*)(const Matrix&);

  explicit MatrixFiles(const std::string& folder) {
    if (folder.empty()) {
      return;
    }
    std::error_code ignored;  // the files below say it if the folder cannot be had
    std::filesystem::create_directories(folder, ignored);
    const std::initializer_list<std::pair<const char*, Render>> forms{
        {"interop.txt", text_matrix},
        {"interop.json", json_matrix},
        {"interop.xml", junit_matrix},
        {"interop.html", html_matrix}};
    for (const auto& [name, render] : forms) {
      open(std::filesystem::path(folder) / name, render);
    }
  }

  void write(const Matrix& matrix) {
    for (auto& [path, render, file] : files_) {
      file << render(matrix) << std::flush;
      if (!file) {
        throw std::runtime_error("could not write " + path.string() + ": is the disk full?");
      }
    }
  }

 private:
  struct File {
    std::filesystem::path path;
    Render render;
    std::ofstream stream;
  };

  void open(const std::filesystem::path& path, Render render) {
    files_.push_back({path, render, std::ofstream(path)});
    if (!files_.back().stream) {
      throw ConfigError("cannot write " + path.string() + "; choose another place");
    }
  }

  std::list<File> files_;
};

std::vector<Case> read_cases(const InteropOptions& options) {
  if (options.case_files.empty()) {
    return built_in_cases();
  }
  std::vector<Case> cases;
  for (const std::string& path : options.case_files) {
    std::ifstream file(path);
    if (!file) {
      throw ConfigError("cannot read the cases of " + path);
    }
    const std::string text(std::istreambuf_iterator<char>(file), {});
    std::ranges::move(parse_cases(text, path), std::back_inserter(cases));
  }
  return cases;
}

int list_cases(const std::vector<Case>& cases) {
  for (const Case& one : cases) {
    std::cout << one.id << ": " << one.purpose << '\n';
    for (const auto& [kind, declaration] : one.unsupported) {
      std::cout << "    unsupported by " << kind << ": " << declaration.reason << '\n';
    }
  }
  std::cout << cases.size() << " cases\n";
  return 0;
}

/// The servers that this run starts when it was given none.
class OwnPeers {
 public:
  std::vector<Peer> start() {
    std::vector<Peer> peers;
    start_one(peers, "core", "orbbench-core", {"--port", "0", "--metrics-port", "0"});
    start_one(peers, "omniorb", "orbbench-interop-peer", {});
    if (peers.empty()) {
      throw std::runtime_error(
          "neither orbbench-core nor orbbench-interop-peer stands beside this program; name a "
          "server by --peer NAME=REFERENCE");
    }
    return peers;
  }

 private:
  void start_one(std::vector<Peer>& peers, const std::string& kind, const std::string& name,
                 const std::vector<std::string>& arguments) {
    const std::filesystem::path program = process::program_beside_this(name);
    if (program.empty()) {
      std::cerr << "orbbench: no " << name << " beside this program: no case runs against it\n";
      return;
    }
    processes_.emplace_back(program, arguments);
    peers.push_back(peer_of_ready_line(kind, kind, processes_.back().ready_line()));
  }

  std::list<PeerProcess> processes_;
};

std::vector<Peer> given_peers(const std::vector<std::string>& arguments) {
  std::vector<Peer> peers;
  for (const std::string& argument : arguments) {
    add_peer(peers, argument);
  }
  for (const Peer& peer : peers) {
    demand_reachable(peer);
  }
  return peers;
}

void print_counts(const Matrix& matrix) {
  std::cout << '\n';
  for (const MatrixPeer& peer : matrix.peers) {
    std::cout << peer.name << " (" << peer.interfaces << "): " << counts_line(matrix, peer.name)
              << '\n';
  }
  if (matrix.stale() > 0) {
    std::cout << matrix.stale() << " pass though declared unsupported: the declaration is stale\n";
  }
  std::cout << std::flush;
}

int interop_run(const InteropOptions& options) {
  const std::vector<Case> cases =
      select_cases(read_cases(options), options.interfaces, options.cases);
  if (options.list) {
    return list_cases(cases);
  }
  const launcher::StopSignals signals;
  if (options.store) {
    require_results_settings();
  }
  progress_events().started("interop", {"interop"});
  MatrixFiles files(options.report_folder);
  OwnPeers own;
  const std::vector<Peer> peers = options.peers.empty() ? own.start() : given_peers(options.peers);
  orb_client::OrbRuntime runtime;
  Progress progress;
  const Matrix matrix = run_matrix(
      runtime, peers, cases,
      [&](const CaseResult& result) {
        progress.show(result.peer + ": " + result.id);
        if (result.outcome == Outcome::Fail || result.outcome == Outcome::Unsupported ||
            result.stale) {
          progress.clear();
          std::cout << text_line(result) << std::flush;
        }
      },
      signals.token());
  progress.clear();
  print_counts(matrix);
  files.write(matrix);
  const RunResult run = run_of(matrix, signals.received() != 0);
  for (const CheckResult& check : run.checks) {
    progress_events().check(check);
  }
  if (options.store) {
    keep_result(run, "interop");
  }
  return signals.received() != 0 ? kExitInterrupted : matrix.exit_code();
}

}  // namespace

void add_interop_command(CLI::App& app, Command& chosen) {
  auto* command = app.add_subcommand("interop", "Hold ORBs against one another: cases by peers");
  auto options = std::make_shared<InteropOptions>();
  command->add_option("--peer", options->peers,
                      "NAME=REFERENCE: an IOR, corbaloc, host:port of a core, or a file holding "
                      "one; repeat a name to give one server's further objects, and start it with "
                      "a kind (core, omniorb, polyorb) for what is declared of that kind (else the "
                      "reference core and the omniORB peer are started)");
  command->add_option("--interface", options->interfaces, "Only cases of these, by scoped name");
  command->add_option("--case", options->cases, "Only cases whose id fits one of these globs");
  command->add_option("--cases", options->case_files, "Files of cases instead of those built in");
  command->add_flag("--list", options->list, "List the cases");
  add_progress_option(*command);
  command->add_option("--report", options->report_folder,
                      "Write the matrix as text, JSON, JUnit and HTML into this folder");
  command->add_flag("--store", options->store,
                    "Keep the result, for `orbbench history` and `report`");
  command->callback([options, &chosen] { chosen = [options] { return interop_run(*options); }; });
}

}  // namespace orbbench::bench
