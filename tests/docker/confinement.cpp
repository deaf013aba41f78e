#include "confinement.hpp"

#include <algorithm>
#include <regex>

namespace orbbench::tests {
namespace {

using nlohmann::json;
using Problems = std::vector<std::string>;
using Path = nlohmann::json::json_pointer;

void require(Problems& problems, bool holds, const std::string& problem) {
  if (!holds) {
    problems.push_back(problem);
  }
}

std::string text_at(const json& node, const std::string& path) {
  const Path pointer(path);
  return node.contains(pointer) && node[pointer].is_string() ? node[pointer].get<std::string>()
                                                             : "";
}

json at(const json& node, const std::string& path) {
  const Path pointer(path);
  return node.contains(pointer) ? node[pointer] : json();
}

bool contains_text(const json& list, const std::string& text) {
  return list.is_array() && std::ranges::find(list, json(text)) != list.end();
}

/// A file that holds a secret may be named, the secret may not.
bool may_hold_a_secret(const std::string& name, const std::string& value) {
  static const std::regex secret("PASSWORD|SECRET|TOKEN|_KEY|CREDENTIAL");
  static const std::regex address_with_password("://[^/@ ]*:[^/@ ]*@");
  const bool is_file = name.ends_with("_FILE") && value.starts_with("/run/secrets/");
  return std::regex_search(value, address_with_password) ||
         (std::regex_search(name, secret) && !is_file && !value.empty());
}

void check_environment(const json& service, Problems& problems) {
  const json environment = at(service, "/environment");
  require(problems, environment.is_null() || environment.is_object(),
          "its environment is no mapping");
  for (const auto& [name, value] : environment.items()) {
    require(problems, !may_hold_a_secret(name, value.get<std::string>()),
            "its environment holds a secret: " + name);
  }
}

/// What an option reads from /run/secrets is among the secrets that it has.
void check_secrets(const json& service, Problems& problems) {
  static const std::regex file("/run/secrets/([a-z_]+)");
  const std::string text = service.dump();
  for (std::sregex_iterator match(text.begin(), text.end(), file), end; match != end; ++match) {
    require(problems, contains_text(at(service, "/secrets"), (*match)[1]),
            "it reads a secret that it does not have: " + (*match)[1].str());
  }
}

void check_exposure(const json& service, Problems& problems) {
  for (const json& port : at(service, "/ports")) {
    require(problems, port.get<std::string>().starts_with("127.0.0.1:"),
            "its port is open to other machines: " + port.get<std::string>());
  }
  for (const json& volume : at(service, "/volumes")) {
    require(problems, volume.get<std::string>().find("docker.sock") == std::string::npos,
            "it commands the container engine");
  }
  for (const char* space : {"/network_mode", "/pid", "/ipc", "/userns_mode"}) {
    require(problems, text_at(service, space) != "host", std::string(space) + " is the host's");
  }
}

void check_health(const json& service, Problems& problems) {
  const bool ends_by_itself = text_at(service, "/restart") == "no";
  const bool is_checked = at(service, "/healthcheck/test").is_array();
  require(problems, is_checked || ends_by_itself, "nobody looks whether it is well");
}

bool is_ordinary_user(const std::string& user) {
  static const std::regex number("[1-9][0-9]*(:[1-9][0-9]*)?");
  return std::regex_match(user, number);
}

void check_container_security(const json& container, Problems& problems) {
  const json security = at(container, "/securityContext");
  require(problems, text_at(security, "/allowPrivilegeEscalation") == "false",
          "it may gain privileges");
  require(problems, text_at(security, "/readOnlyRootFilesystem") == "true",
          "it may write where it runs");
  require(problems, contains_text(at(security, "/capabilities/drop"), "ALL"),
          "it keeps capabilities");
  require(problems, !security.contains(Path("/capabilities/add")), "it is given capabilities");
  require(problems, text_at(security, "/privileged") != "true", "it is privileged");
}

void check_container(const json& container, Problems& problems) {
  check_container_security(container, problems);
  for (const char* limit : {"cpu", "memory", "ephemeral-storage"}) {
    require(problems, !text_at(container, std::string("/resources/limits/") + limit).empty(),
            std::string("it has no limit of ") + limit);
  }
  for (const char* probe : {"startupProbe", "livenessProbe", "readinessProbe"}) {
    require(problems, container.contains(probe), std::string("it has no ") + probe);
  }
  for (const json& variable : at(container, "/env")) {
    require(problems, !may_hold_a_secret(text_at(variable, "/name"), text_at(variable, "/value")),
            "its environment holds a secret: " + text_at(variable, "/name"));
  }
}

}  // namespace

Problems problems_of_service(const json& service) {
  Problems problems;
  require(problems, is_ordinary_user(text_at(service, "/user")), "it runs as root");
  require(problems, text_at(service, "/read_only") == "true", "it may write where it runs");
  require(problems, contains_text(at(service, "/cap_drop"), "ALL"), "it keeps capabilities");
  require(problems, !service.contains("cap_add"), "it is given capabilities");
  require(problems, text_at(service, "/privileged") != "true", "it is privileged");
  require(problems, contains_text(at(service, "/security_opt"), "no-new-privileges:true"),
          "it may gain privileges");
  for (const char* limit : {"/mem_limit", "/cpus", "/pids_limit"}) {
    require(problems, !text_at(service, limit).empty(), std::string("it has no ") + (limit + 1));
  }
  check_environment(service, problems);
  check_secrets(service, problems);
  check_exposure(service, problems);
  check_health(service, problems);
  return problems;
}

Problems problems_of_pod(const json& pod) {
  Problems problems;
  const json security = at(pod, "/securityContext");
  require(problems, text_at(security, "/runAsNonRoot") == "true", "it may run as root");
  require(problems, is_ordinary_user(text_at(security, "/runAsUser")), "its user is not said");
  require(problems, text_at(security, "/seccompProfile/type") == "RuntimeDefault",
          "its system calls are not filtered");
  require(problems, text_at(pod, "/automountServiceAccountToken") == "false",
          "it has a token of the cluster's");
  for (const char* space : {"hostNetwork", "hostPID", "hostIPC"}) {
    require(problems, !pod.contains(space), std::string("it has ") + space);
  }
  for (const json& volume : at(pod, "/volumes")) {
    require(problems, !volume.contains("hostPath"), "it mounts a folder of the node");
    require(problems,
            !volume.contains("emptyDir") || !text_at(volume, "/emptyDir/sizeLimit").empty(),
            "a folder of its has no limit: " + text_at(volume, "/name"));
  }
  require(problems, !at(pod, "/containers").empty(), "it has no container");
  for (const json& container : at(pod, "/containers")) {
    check_container(container, problems);
  }
  return problems;
}

}  // namespace orbbench::tests
