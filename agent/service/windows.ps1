<#
  The Replenish agent on Windows: a task that starts with the machine, runs as LOCAL SERVICE and is started again when it ends.
  In a PowerShell of an administrator:   .\windows.ps1 install    .\windows.ps1 remove    .\windows.ps1 status
#>
param([Parameter(Mandatory)][ValidateSet('install', 'remove', 'status')][string]$Do)

$ErrorActionPreference = 'Stop'
$name = 'Replenish agent'
$folder = Join-Path $env:ProgramData 'replenish-agent'

switch ($Do) {
  'install' {
    $command = (Get-Command 'replenish-agent.cmd').Source
    New-Item -ItemType Directory -Force -Path $folder | Out-Null
    # Its key is in there: for administrators, the system and the account it runs as.
    icacls $folder /inheritance:r /grant:r '*S-1-5-32-544:(OI)(CI)F' '*S-1-5-18:(OI)(CI)F' '*S-1-5-19:(OI)(CI)M' | Out-Null
    $action = New-ScheduledTaskAction -Execute $command -Argument "run --home `"$folder`"" -WorkingDirectory $folder
    $trigger = New-ScheduledTaskTrigger -AtStartup
    $account = New-ScheduledTaskPrincipal -UserId 'S-1-5-19' -LogonType ServiceAccount
    $settings = New-ScheduledTaskSettingsSet -RestartCount 999 -RestartInterval (New-TimeSpan -Minutes 1) `
      -ExecutionTimeLimit ([TimeSpan]::Zero) -StartWhenAvailable -AllowStartIfOnBatteries -DontStopIfGoingOnBatteries
    Register-ScheduledTask -TaskName $name -Action $action -Trigger $trigger -Principal $account -Settings $settings -Force | Out-Null
    Start-ScheduledTask -TaskName $name
    Get-ScheduledTask -TaskName $name | Select-Object TaskName, State
  }
  'remove' {
    Stop-ScheduledTask -TaskName $name -ErrorAction SilentlyContinue
    Unregister-ScheduledTask -TaskName $name -Confirm:$false
    Write-Output "Its folder stays: $folder"
  }
  'status' {
    Get-ScheduledTask -TaskName $name | Get-ScheduledTaskInfo
    & replenish-agent.cmd status --home $folder
  }
}
