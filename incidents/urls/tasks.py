from django.urls import path

from incidents.views import look_ups, tasks

urlpatterns = [
    path("tasks/", tasks.tasks, name="tasks"),
    path("tasks/<uuid:uid>/", tasks.task, name="task"),
    path("look-ups/", look_ups.look_ups, name="look_ups"),
    path("look-ups/ask/", look_ups.ask, name="ask_look_up"),
    path("look-ups/<uuid:uid>/", look_ups.look_up, name="look_up"),
    path("look-ups/<uuid:uid>/authorise/", look_ups.authorise, name="authorise_look_up"),
    path("<str:code>/tasks/", tasks.in_case, name="case_tasks"),
    path("<str:code>/tasks/give/", tasks.give, name="give_task"),
    path("<str:code>/tasks/<uuid:uid>/withdraw/", tasks.withdraw, name="withdraw_task"),
    path("<str:code>/look-ups/ask/", look_ups.ask, name="ask_look_up_in_case"),
]
