"""What Persian files call our columns: read without a map, where an input has none.

A debit or credit column is not among them: whether it means money in or out, only the workspace knows.
"""

from collections.abc import Iterator, Mapping

from flashreport.domain.column_names import plain

NAMES: Mapping[str, tuple[str, ...]] = {
    "account": ("حساب", "شماره حساب", "شمارهٔ حساب"),
    "amount": ("مبلغ",),
    "balances.amount": ("مانده", "مبلغ مانده"),
    "category": ("سرفصل", "دسته"),
    "completed": ("تاریخ پایان", "تاریخ تکمیل"),
    "counterparty": ("طرف حساب", "طرف مقابل"),
    "date": ("تاریخ",),
    "department": ("بخش", "واحد سازمانی"),
    "drawn": ("برداشت‌شده", "مانده بدهی"),
    "due": ("سررسید", "تاریخ سررسید"),
    "employee": ("کد پرسنلی", "شماره پرسنلی", "کارمند"),
    "entity": ("شعبه", "شرکت", "واحد"),
    "facility": ("خط اعتباری",),
    "hours": ("ساعت", "ساعت کارکرد"),
    "item": ("ردیف بودجه", "قلم"),
    "job": ("شماره سفارش", "سفارش"),
    "limit": ("سقف", "سقف اعتبار"),
    "month": ("ماه",),
    "name": ("نام",),
    "night_hours": ("ساعت شب‌کاری",),
    "planned_hours": ("ساعت برنامه", "ساعت برنامه‌ریزی‌شده"),
    "project": ("پروژه",),
    "rate": ("نرخ",),
    "employees.rate": ("مزد ساعتی", "نرخ ساعتی"),
    "reference": ("شماره پیگیری", "شماره سند", "شماره مرجع"),
    "revenue": ("درآمد", "فروش", "فروش خالص"),
    "risk": ("ریسک",),
    "status": ("وضعیت",),
    "text": ("شرح", "شرح عملیات"),
    "units": ("تعداد",),
    "value": ("مقدار",),
}


def names_of(table: str, column: str) -> Iterator[str]:
    """The Persian names of a table's column, as they are compared."""
    yield from map(plain, (*NAMES.get(f"{table}.{column}", ()), *NAMES.get(column, ())))
