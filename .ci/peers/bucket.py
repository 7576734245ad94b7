"""bucket.py SAMLING GATEWAY: mirrors a publication to somebody else's S3 server (versitygw), and
reads it with somebody else's client (boto3), as any reader would: the pointer, the edition, its blobs."""
import hashlib, json, os, socket, subprocess, sys, tempfile, time

import boto3
import botocore.config, botocore.exceptions

PAGE = "<h1>Liste</h1><h3>En rapport</h3><p>Rapport – NIBR 2012</p><p>Om noe.</p>"
failed = False


def said(good, what):
    global failed
    failed = failed or not good
    print("peers:", "ok  " if good else "FAIL", "bucket:", what, flush=True)


def start(gateway, work):
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        port = s.getsockname()[1]
    for name in ["store", "side"]:
        os.mkdir(os.path.join(work, name))
    p = subprocess.Popen([gateway, "--port", f"127.0.0.1:{port}", "--access", "peer", "--secret", "peersecret", "--quiet", "posix",
                          "--sidecar", os.path.join(work, "side"), os.path.join(work, "store")], stdout=sys.stderr)
    for _ in range(600):
        with socket.socket() as s:
            if s.connect_ex(("127.0.0.1", port)) == 0:
                return p, f"http://127.0.0.1:{port}"
        time.sleep(0.1)
    p.kill()
    sys.exit("the gateway does not listen")


def faults(s3):
    """what a reader that follows the pointer finds wrong."""
    def get(name):
        o = s3.get_object(Bucket="lit", Key="pub/" + name)
        return o["Body"].read(), o
    found = []
    pointer, head = get("current.json")
    at = json.loads(pointer)
    if head["CacheControl"] != "no-cache":
        found.append("current.json may be cached")
    data, _ = get(at["object"])
    if hashlib.sha256(data).hexdigest() != at["sha256"]:
        found.append("the edition's object is another")
    for f in json.loads(data)["files"]:
        try:
            blob, head = get(f["object"])
            name, _ = get("www/" + f["path"])
        except botocore.exceptions.ClientError as e:
            found.append(f"{f['path']}: {e}")
            continue
        if hashlib.sha256(blob).hexdigest() != f["sha256"] or name != blob:
            found.append(f["path"] + " holds other bytes")
        if "immutable" not in head["CacheControl"] or head.get("ContentEncoding"):
            found.append(f["path"] + " has headers that are wrong")
    return found, at["number"], f["object"]


def main(samling, gateway):
    with tempfile.TemporaryDirectory() as work:
        gate, address = start(gateway, work)
        try:
            check(samling, work, address)
        finally:
            gate.terminate()
            gate.wait()
    sys.exit(failed)


def check(samling, work, address):
    s3 = boto3.client("s3", endpoint_url=address, region_name="us-east-1", aws_access_key_id="peer", aws_secret_access_key="peersecret",
                      config=botocore.config.Config(s3={"addressing_style": "path"}))
    s3.create_bucket(Bucket="lit")
    page, config = os.path.join(work, "page.html"), os.path.join(work, "samling.yaml")
    with open(config, "w") as f:
        f.write(f"base: https://lit.example.org/\nstorage: {{s3: {{endpoint: '{address}', bucket: lit, prefix: pub, path_style: true, www: true}}}}\n"
                "sources: [{id: liste, url: https://example.org/liste, fetch: page.html}]\n")
    env = dict(os.environ, AWS_ACCESS_KEY_ID="peer", AWS_SECRET_ACCESS_KEY="peersecret")

    def run(text, want):
        with open(page, "w") as f:
            f.write(text)
        r = subprocess.run([samling, "run", "--config", config], env=env, capture_output=True, text=True)
        print(r.stdout, r.stderr, file=sys.stderr)
        said(r.returncode == want, f"samling run ends with {r.returncode}" + ("" if r.returncode == want else ": " + r.stderr.strip()))
        return r

    run(PAGE, 0)
    found, number, _ = faults(s3)
    said(not found and number == 1, f"boto3 reads edition {number} whole, and www is the same {found[:3]}")
    said("; 0 objects sent" in run(PAGE, 0).stdout, "an unchanged edition sends nothing")
    run(PAGE + "<h3>To</h3><p>Rapport – NIFU 2013</p>", 0)
    found, number, last = faults(s3)
    said(not found and number == 2, f"boto3 reads edition {number} whole, and www is the same {found[:3]}")
    os.rename(os.path.join(work, "out"), os.path.join(work, "before"))
    run(PAGE, 5)
    found, number, _ = faults(s3)
    said(not found and number == 2, f"an older edition does not replace edition {number} {found[:3]}")
    s3.delete_object(Bucket="lit", Key="pub/" + last)
    found, _, _ = faults(s3)
    said(bool(found), "a blob that is missing is noticed")


main(*sys.argv[1:])
