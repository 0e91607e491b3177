"""Names for people nobody is: given names, middle names and family names, drawn one by one."""

import random

from pulih.rules.names import search_key


def _words(text: str) -> list[str]:
    return text.split()


MEN = _words("""Agus Ahmad Andi Anton Ardi Arif Asep Bagas Bambang Bayu Budi Cahya Dadang Darma Dedi Deni Dimas Edi
Eko Fahri Fajar Farid Galih Gilang Hadi Hamdan Hasan Hendra Heru Ilham Imam Indra Irfan Iwan Jajang Joko
Kurnia Lukman Maman Mansur Muhamad Nanang Nasir Oki Petrus Putra Rahmat Reza Rizky Rudi Rustam Samsul Slamet
Sugeng Surya Taufik Tono Umar Usman Wahyu Wawan Yanto Yoga Yusuf Zainal Zulfan""")
WOMEN = _words("""Anisa Astuti Ayu Citra Desi Dewi Diah Endang Erna Fitri Gita Hesti Ida Indah Intan Kartika Laras
Lestari Lina Maya Mega Nia Novi Nurul Puji Putri Ratna Rini Sari Siti Sri Tuti Wati Winda Yanti
Yuni""")
MIDDLE = _words("""Abadi Adi Arya Asta Bakti Banyu Candra Catur Cipta Darma Dwi Eka Giri Guna Jati Jaya Karya Kusuma
Laksa Mulya Nanda Nur Panca Praja Purba Rahma Sakti Satya Setia Tegar Teguh Tirta Tri Utama Wana Wira
Yasa Yuda""")
FAMILY = _words("""Anggara Antasena Arjuna Bagaskara Baskara Bintoro Cahyadi Danuarta Darmaji Dewantara Firmanto
Gandasari Gunarto Haryanto Hidayat Hutomo Iskandar Jatmiko Kartanegara Kertawijaya Kurniawan Kusnadi Laksana
Lesmana Mahardika Mahendrata Manuhutu Maulana Munandar Nataprawira Nugroho Pamungkas Permana Prakoso Pramono
Pranata Prasetya Pratama Prawira Purnomo Purwanto Ramadhan Ranuwijaya Sanjaya Santika Santosa Saputra
Sasongko Setiawan Siswanto Soedarso Subrata Sudarma Sugiarto Suharyadi Sukmana Sulistyo Suryadi Suryanto
Susanto Sutrisna Tanujaya Tarigan Tejakusuma Tirtayasa Utomo Wardana Wibisono Wibowo Wicaksana Widodo Wijanarko
Wijaya Winata Wiratama Yudistira Yulianto Zulkarnain""")
ALIASES = _words("Kodok Gendut Ucok Cepot Tole Bejo Jangkung Boncel Kancil Gareng Petruk Semar")


def person_name(draw: random.Random, woman: bool) -> str:
    """A name of two to four words."""
    words = [draw.choice(WOMEN if woman else MEN)]
    chance = draw.random()
    if chance < 0.62:
        words.append(draw.choice(MIDDLE))
    if chance < 0.12:
        words.append(draw.choice(MIDDLE))
    words.append(draw.choice(FAMILY))
    return " ".join(words)


_KEYS: dict[str, str] = {}


def key_of(names: list[str]) -> str:
    """What a person is found by, as `actions.people` writes it; each word is folded once."""
    keys = []
    for name in names:
        for word in name.split():
            if word not in _KEYS:
                _KEYS[word] = search_key(word)
        keys.append(" ".join(_KEYS[word] for word in name.split()))
    return " ".join(dict.fromkeys(keys))
