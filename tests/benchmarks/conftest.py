from pathlib import Path

import pytest

from benchmarks.corpus import Corpus

_SUBJECTS = ("企业", "个人", "机关", "学校", "医院", "银行", "公司", "居民", "农民", "法院")
_VERBS = ("申请", "登记", "审批", "公布", "缴纳", "处罚", "批准", "监督", "检查", "补贴")
_OBJECTS = ("户籍", "执照", "罚款", "税款", "土地", "房屋", "证书", "合同", "档案", "保险")


def _paragraph(file: int, number: int) -> str:
    subject, verb, thing = _SUBJECTS[(file + number) % 10], _VERBS[number % 10], _OBJECTS[file * number % 10]
    place = f"{chr(0x6C5F + 7 * file)}{chr(0x5DDE + 5 * file)}县"  # so that more files have more words
    return (
        f"{subject}应当依照规定向主管部门{verb}{thing}，逾期不{verb}的，由{subject}所在地{place}机关责令改正；"
        "情节严重的，并处一万元以上五万元以下罚款，构成犯罪的追究刑事责任，法律另有规定的从其规定。"
    )


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    """Thirty files with twenty-one paragraphs each, written for these tests."""
    folder = tmp_path_factory.mktemp("statutes")
    for file in range(30):
        lines = [f"# 第{file}号条例", "<!-- INFO END -->", *(_paragraph(file, number) for number in range(20))]
        path = Path(folder, f"{file % 3}", f"{file}.md")
        path.parent.mkdir(exist_ok=True)
        path.write_text("\n\n".join(lines), encoding="utf-8")
    return Corpus("small", folder)
